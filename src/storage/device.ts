import { ImError } from '../errors';
import type { ConversationKey, Cursor, Position } from '../protocol';
import type { StorageArea } from './area';
import { Checkpoint } from './checkpoint';
import { Journal } from './journal';
import type { Device, KeptMessage, Storage } from './port';

/** A storage over any place that keeps names and values. */
export const createStorage = (openArea: (name: string) => Promise<StorageArea>): Storage => ({
  open: async (name, report) => {
    try {
      return new AreaDevice(await openArea(name), report);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ImError('storage', `The storage could not be opened: ${reason}`, { cause, retry: true });
    }
  },
});

const PREFIX = 'o/';

class AreaDevice implements Device {
  readonly cursor: Cursor | undefined;
  readonly #area: StorageArea;
  readonly #journal: Journal;
  readonly #checkpoint: Checkpoint;
  /** Orders messages of the same millisecond. */
  #order = 0;

  constructor(area: StorageArea, report: (error: ImError) => void) {
    this.cursor = Checkpoint.read(area.entries);
    this.#area = area;
    this.#journal = new Journal(area, report);
    this.#checkpoint = new Checkpoint(this.#journal);
  }

  whenAdopted(adopt: (messages: readonly KeptMessage[]) => void): void {
    this.#area.whenSole((entries) => adopt(readMessages(entries)));
  }

  keep({ cid, lane, say, since }: KeptMessage, kept: () => void): void {
    this.#journal.set(PREFIX + cid, JSON.stringify({ cid, lane, say, since, order: this.#order++ }), kept);
  }

  forget(cid: string): void {
    this.#journal.set(PREFIX + cid, undefined);
  }

  passed(conv: ConversationKey, position: Position): void {
    this.#checkpoint.passed(conv, position);
  }

  entrust(conv: ConversationKey, position: Position): () => void {
    return this.#checkpoint.entrust(conv, position);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}

const readMessages = (entries: ReadonlyMap<string, string>): KeptMessage[] =>
  [...entries]
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([, value]) => JSON.parse(value) as KeptMessage & { order: number })
    .sort((a, b) => a.since - b.since || a.order - b.order);
