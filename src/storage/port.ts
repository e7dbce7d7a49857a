/**
 * Where a device keeps what must outlive it: how far it has read, and what it has not sent yet. Without one, both end with
 * the process: the next one starts at the messages of now.
 */
export interface Storage {
  /** Opens the area of one user on one server; `name` says which. */
  open(name: string): Promise<StorageArea>;
}

/** Changes to a storage area; `undefined` deletes. */
export type Changes = ReadonlyMap<string, string | undefined>;

export interface StorageArea {
  /** What was there when it was opened. */
  readonly entries: ReadonlyMap<string, string>;
  /** Writes all changes or none; resolves when they would survive the end of the process. */
  write(changes: Changes): Promise<void>;
  /** Nothing is written any more. */
  close(): Promise<void>;
  /**
   * Runs `adopt` when no other tab or process that shares this area takes care of what its predecessors left behind. What
   * cannot be shared runs it at once.
   */
  whenSole(adopt: (entries: ReadonlyMap<string, string>) => void): void;
}
