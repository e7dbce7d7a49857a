import type { Say } from '../protocol';
import type { Entry } from './lane';

/** A message that waits for its ack, as the application sees it. */
export interface OutboxItem {
  readonly cid: string;
  readonly to: Say['to'];
  readonly content: Say['content'];
  readonly remark: string | undefined;
  /** When it was given to the outbox, in milliseconds since 1970. */
  readonly since: number;
  /** Transmissions so far; one that has never left can be withdrawn. */
  readonly attempts: number;
}

export const itemOf = ({ cid, say, since, attempts }: Entry): OutboxItem => ({
  cid,
  to: say.to,
  content: say.content,
  remark: say.remark,
  since,
  attempts,
});
