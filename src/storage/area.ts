/** Changes to a storage area; `undefined` deletes. */
export type Changes = ReadonlyMap<string, string | undefined>;

/** Names and values that survive the process: what an adapter to some place has to offer, see `createStorage()`. */
export interface StorageArea {
  /** What was there when it was opened. */
  readonly entries: ReadonlyMap<string, string>;
  /** Writes all changes or none; resolves when they would survive the end of the process. */
  write(changes: Changes): Promise<void>;
  /** Nothing is written any more. */
  close(): Promise<void>;
  /**
   * Calls `adopt` with all that is there when no other tab or process that shares this area takes care of what its
   * predecessors left behind. What cannot be shared calls it at once.
   */
  whenSole(adopt: (entries: ReadonlyMap<string, string>) => void): void;
}
