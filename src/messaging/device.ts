import { ImError } from '../errors';
import type { ConversationKey, Cursor, Position } from '../protocol';
import type { Storage } from '../storage';
import { Checkpoint } from './checkpoint';
import { Journal } from './journal';
import type { Entry } from './lane';

/** What of an unsettled message is kept. */
export type KeptEntry = Pick<Entry, 'cid' | 'lane' | 'say' | 'since'>;

/** Where the outbox keeps its messages. */
export interface Keeper {
  /** Keeps a message; calls back when it would survive the process. */
  keep(entry: KeptEntry, kept: () => void): void;
  forget(cid: string): void;
}

const PREFIX = 'o/';

/** What this device keeps of one user: how far it has read, and what it has not sent yet. */
export class Device implements Keeper {
  readonly #journal: Journal;
  readonly #checkpoint: Checkpoint;
  /** Orders messages of the same millisecond. */
  #order = 0;

  private constructor(
    journal: Journal,
    /** How far an earlier process had read; `undefined` if this device has never been logged in as this user. */
    readonly cursor: Cursor | undefined,
    /** Hands over what earlier processes had not sent, oldest first, as soon as nobody else takes care of it. */
    readonly whenAdopted: (adopt: (entries: readonly KeptEntry[]) => void) => void,
  ) {
    this.#journal = journal;
    this.#checkpoint = new Checkpoint(journal);
  }

  static async open(storage: Storage, name: string, report: (error: ImError) => void): Promise<Device> {
    try {
      const area = await storage.open(name);
      return new Device(new Journal(area, report), Checkpoint.read(area.entries), (adopt) =>
        area.whenSole((entries) => adopt(readEntries(entries))),
      );
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ImError('storage', `The storage could not be opened: ${reason}`, { cause, retry: true });
    }
  }

  keep({ cid, lane, say, since }: KeptEntry, kept: () => void): void {
    this.#journal.set(PREFIX + cid, JSON.stringify({ cid, lane, say, since, order: this.#order++ }), kept);
  }

  forget(cid: string): void {
    this.#journal.set(PREFIX + cid, undefined);
  }

  /** The cursor in memory has passed a message. */
  passed(conv: ConversationKey, position: Position): void {
    this.#checkpoint.passed(conv, position);
  }

  /** The application has a message in hands; call back when it is done with it. */
  entrust(conv: ConversationKey, position: Position): () => void {
    return this.#checkpoint.entrust(conv, position);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}

const readEntries = (entries: ReadonlyMap<string, string>): KeptEntry[] =>
  [...entries]
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([, value]) => JSON.parse(value) as KeptEntry & { order: number })
    .sort((a, b) => a.since - b.since || a.order - b.order);
