import type { ChatRecord, Gap } from '../protocol';

/** One line of a conversation that is on the server. */
export type TimelineItem =
  | ({ readonly type: 'message'; readonly key: string; readonly mine: boolean } & ChatRecord)
  /** Messages `from` to `to` can't be had any more. */
  | { readonly type: 'gap'; readonly key: string; readonly from: number; readonly to: number };

type Item = TimelineItem;

/** Where an item stands; what has no number (in rooms) stands where it came. */
const seqOf = (item: Item): number | undefined => (item.type === 'gap' ? item.from : item.seq);

const messageOf = (record: ChatRecord, self: string): Item => ({
  type: 'message',
  key: record.cid ?? `${record.seq ?? `${record.speaker}@${record.ts}`}`,
  mine: record.speaker === self,
  ...record,
});

/** Puts an item in its place, unless it is there already. Most come at the end, so the search begins there. */
const insert = (items: readonly Item[], item: Item): readonly Item[] => {
  const seq = seqOf(item);
  if (seq === undefined) return [...items, item];
  let at = items.length;
  while (at > 0) {
    const before = items[at - 1];
    const other = before && seqOf(before);
    if (other === seq && before?.type === item.type) return items;
    if (other !== undefined && other < seq) break;
    at--;
  }
  return [...items.slice(0, at), item, ...items.slice(at)];
};

/** Adds something said; the same list if it was there. */
export const addRecord = (items: readonly Item[], record: ChatRecord, self: string): readonly Item[] => {
  const item = messageOf(record, self);
  // In a room somebody may say two things within a millisecond.
  const key = record.seq === undefined && record.cid === undefined ? `${item.key} ${items.length}` : item.key;
  return insert(items, { ...item, key });
};

/** Adds a page of history. */
export const addPage = (
  items: readonly Item[],
  page: readonly ChatRecord[],
  self: string,
): readonly Item[] => {
  const known = new Set(items.map((item) => item.type === 'message' && item.seq));
  const fresh = page
    .filter(({ seq }) => seq === undefined || !known.has(seq))
    .map((record) => messageOf(record, self));
  const [first] = items;
  const last = fresh[fresh.length - 1];
  const before = first && seqOf(first);
  const after = last && seqOf(last);
  // A page of what is older goes in front at once; anything else finds its place one by one.
  if (before === undefined || after === undefined || after < before) return [...fresh, ...items];
  return fresh.reduce(insert, items);
};

/** Shows that messages are gone. */
export const addGap = (items: readonly Item[], { from, to }: Gap): readonly Item[] =>
  insert(items, { type: 'gap', key: `gap ${from}`, from, to });

/** The oldest message's time: what a history has to be asked for next. */
export const oldest = (items: readonly Item[]): number | undefined => {
  for (const item of items) if (item.type === 'message') return item.ts;
  return undefined;
};

/** The number of the newest message. */
export const newest = (items: readonly Item[]): number => {
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i];
    if (item?.type === 'message' && item.seq !== undefined) return item.seq;
  }
  return 0;
};
