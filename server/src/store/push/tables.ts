import type { ColumnType, Generated } from 'kysely';
import type { PushPlatform } from 'rxim/protocol';

type Fixed<T> = ColumnType<T, T, never>;

/** An installation belongs to the user who logged in there last. Without an address nothing is sent to it. */
export interface InstallTable {
  app: Fixed<string>;
  install: Fixed<string>;
  user_id: string;
  platform: PushPlatform | null;
  /** JSON. */
  address: string | null;
  address_hash: string | null;
  language: string | null;
  expires: number | null;
  ts: number | null;
}

export const State = { Waiting: 0, Leased: 1, Dead: 2 } as const;
export type State = (typeof State)[keyof typeof State];

/** A notification on its way. What it says is read from the message when it is sent. */
export interface PushTable {
  id: Generated<number>;
  app: Fixed<string>;
  install: Fixed<string>;
  user_id: string;
  platform: PushPlatform;
  conv: Fixed<number>;
  /** The last message that it speaks for. */
  seq: number;
  /** How many it speaks for. */
  count: number;
  /** JSON `PushShape`, if the message has one. */
  shape: string | null;
  state: State;
  /** Not before; of a leased one, the end of the lease; of a dead one, when it died. */
  due: number;
  tries: number;
  error: string | null;
}
