import type { Gap } from 'rxim/protocol';
import type { Span, View } from './views';

/** What of one conversation goes into an answer. */
export interface Plan {
  readonly view: View;
  /** Messages to read, (from, to], all of which exist. */
  readonly ranges: readonly Pick<Span, 'from' | 'to'>[];
  readonly lost: readonly Gap[];
  /** How many messages the ranges have. */
  readonly count: number;
  /** The answer had no room for all of them; the position is that of the last one. */
  readonly cut: boolean;
}

/**
 * What a reader gets who has read up to `start`, with room for `room` messages. Pure. Since there are no holes above the floor,
 * it is known how many messages a range has before one is read.
 */
export const plan = (view: View, start: number, room: number): Plan => {
  const { key, floor, spans } = view;
  const lost: Gap[] = [];
  const ranges: Pick<Span, 'from' | 'to'>[] = [];
  let count = 0;
  let cut = false;
  for (const span of spans) {
    const unread = Math.max(span.from, start);
    const gone = Math.min(span.to, floor);
    if (gone > unread) lost.push({ conv: key, from: unread + 1, to: gone });
    const from = Math.max(unread, floor);
    if (span.to <= from) continue;
    const to = Math.min(span.to, from + room - count);
    if (to < span.to) cut = true;
    if (to > from) ranges.push({ from, to });
    count += to - from;
  }
  return { view, ranges, lost, count, cut };
};
