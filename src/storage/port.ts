import type { ImError } from '../errors';
import type { ConversationKey, Cursor, Position, Say } from '../protocol';

/**
 * Where a device keeps what must outlive it: how far it has read, and what it has not sent yet. Without one, both end with
 * the process: the next one starts at the messages of now.
 */
export interface Storage {
  /** Opens what is kept of one user on one server; `name` says which. `report` takes what could not be written. */
  open(name: string, report: (error: ImError) => void): Promise<Device>;
}

/** What of an unsettled message is kept. */
export interface KeptMessage {
  readonly cid: string;
  /** Messages with the same lane leave in order: one a receiver. */
  readonly lane: string;
  readonly say: Say;
  /** When it was given to the outbox, in milliseconds since 1970. */
  readonly since: number;
}

/** What this device keeps of one user. */
export interface Device {
  /** How far an earlier process had read; `undefined` if this device has never been logged in as this user. */
  readonly cursor: Cursor | undefined;
  /** Hands over what earlier processes had not sent, oldest first, as soon as nobody else takes care of it. */
  whenAdopted(adopt: (messages: readonly KeptMessage[]) => void): void;
  /** Keeps a message; calls back when it would survive the process. */
  keep(message: KeptMessage, kept: () => void): void;
  /** Lets go of a message that was settled. */
  forget(cid: string): void;
  /** The cursor in memory has passed a message. */
  passed(conv: ConversationKey, position: Position): void;
  /** The application has a message in hands; call back when it is done with it. */
  entrust(conv: ConversationKey, position: Position): () => void;
  /** Resolves when everything is written, or could not be. */
  close(): Promise<void>;
}
