/** Bounds of what waits to be sent. */
export interface OutboxOptions {
  /**
   * Messages that may wait at the same time. One more is refused with the error `overflow`, at once and to its sender's
   * face: nothing older is dropped for it.
   * @default 1000
   */
  readonly limit?: number;
  /**
   * Milliseconds after which an unsettled message ends with the error `expired`. Longer than 24 h does harm: the server
   * remembers a message's `cid` no longer than that.
   * @default 86_400_000 (24 h)
   */
  readonly lifetime?: number;
  /**
   * Milliseconds without an ack on a live connection after which a message is transmitted again, under the same `cid`.
   * @default 10_000
   */
  readonly ackTimeout?: number;
  /** Messages on the wire without an ack. @default 64 */
  readonly window?: number;
}
