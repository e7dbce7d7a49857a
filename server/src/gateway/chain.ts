import { encodeBatch } from 'rxim/protocol';
import type { Announcement } from './announcement';
import { textFrame } from './text-frame';

/** Events of a batch at the most; what is more begins the next one. */
const MOST = 200;
/** Bytes that are copied into one buffer. More is left in its frames, which all receivers share. */
const COPIED = 64 * 1024;

/**
 * What a socket is told in one turn of the event loop: this announcement, and before it those of the chain before. Sockets that are
 * told the same are at the same chain and share its bytes, so an announcement costs each of them a step to the next chain;
 * encoding, framing and copying are done once for all.
 */
export class Chain {
  /** Where the last one went who was here and heard more; most hear the same. */
  #next: Chain | undefined;
  #singles: readonly Buffer[] | undefined;
  #batches: readonly Buffer[] | undefined;

  /** Without an announcement: nothing was said yet. */
  constructor(
    readonly before?: Chain,
    readonly announcement?: Announcement,
  ) {}

  then(announcement: Announcement): Chain {
    if (this.#next?.announcement === announcement) return this.#next;
    return (this.#next = new Chain(this, announcement));
  }

  /** Its frames, an event each. */
  get singles(): readonly Buffer[] {
    return (this.#singles ??= joined(announcementsTo(this).map(({ frame }) => frame)));
  }

  /** Its frames for a client that takes several events in one. */
  get batches(): readonly Buffer[] {
    return (this.#batches ??= joined(
      batchesOf(this).map((batch) => (batch.length === 1 ? batch[0].frame : textFrame(textOf(batch)))),
    ));
  }

  /** The same as texts. */
  texts(takesBatches: boolean): readonly string[] {
    return takesBatches ? batchesOf(this).map(textOf) : announcementsTo(this).map(({ text }) => text);
  }
}

const announcementsTo = (last: Chain): Announcement[] => {
  const all: Announcement[] = [];
  for (let at: Chain | undefined = last; at?.announcement; at = at.before) all.push(at.announcement);
  return all.reverse();
};

type Batch = readonly [Announcement, ...Announcement[]];

const batchesOf = (last: Chain): Batch[] => {
  const all = announcementsTo(last);
  const batches: Batch[] = [];
  for (let at = 0; at < all.length; at += MOST) batches.push(all.slice(at, at + MOST) as unknown as Batch);
  return batches;
};

const textOf = (batch: Batch): string =>
  batch.length === 1 ? batch[0].text : encodeBatch(batch.map(({ text }) => text));

const joined = (frames: readonly Buffer[]): readonly Buffer[] => {
  const size = frames.reduce((sum, { length }) => sum + length, 0);
  return frames.length === 1 || size > COPIED ? frames : [Buffer.concat(frames, size)];
};
