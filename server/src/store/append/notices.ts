import type { Identity, PushShape } from 'rxim/protocol';
import { memberName } from '../members';
import type { Addressed } from './address';
import type { Known } from './known';
import type { Topic } from './memory';
import type { Facts, Notice, Row } from './queries';

/** Whom the messages of a batch are to be notified of: one notice a user and conversation, of the last message. */
export class Notices {
  readonly #notices = new Map<string, Notice>();

  constructor(private readonly known: Known) {}

  add(
    item: Addressed,
    row: Row,
    recipients: readonly Identity[],
    { reachable }: Facts,
    { members }: Topic,
  ): void {
    const { app, push } = item.message;
    if (push?.enable === false) return;
    if (members === undefined && reachable === 0) return;
    const { now, pushDelay } = this.known;
    for (const recipient of recipients) {
      // Guests have no installations.
      if (recipient.kind !== 'user' || members?.get(memberName(recipient)) === false) continue;
      const { conv, seq } = row;
      const key = `${conv} ${recipient.id}`;
      const count = (this.#notices.get(key)?.count ?? 0) + 1;
      const notice = { app, user: recipient.id, conv, seq, count, shape: shapeOf(push), now };
      this.#notices.set(key, { ...notice, due: now + pushDelay });
    }
  }

  all(): Notice[] {
    return [...this.#notices.values()];
  }
}

const shapeOf = (push: PushShape | undefined): string | null =>
  push === undefined ? null : JSON.stringify(push);
