import { Media, type ConversationItem } from 'rxim';
import type { Outgoing } from './outgoing';
import { dayOf, sameDay } from './time';

/** Something between messages: a day, a gap. */
export interface Note {
  readonly type: 'note';
  readonly key: string;
  readonly words: string;
  readonly bare: boolean;
}

export interface MessageRow {
  readonly type: 'message';
  readonly key: string;
  readonly mine: boolean;
  readonly speaker: string;
  readonly ts: number;
  readonly media: Media;
  /** Of a text; of anything else its address, and that of a smaller picture. */
  readonly body: readonly string[];
  readonly state: 'sent' | 'waiting' | 'uploading' | 'failed';
  /** It belongs to the message above. */
  readonly follows: boolean;
  readonly outgoing?: Outgoing;
}

export type Row = Note | MessageRow;

/** Messages of one person so close together belong together. */
const TOGETHER = 5 * 60_000;

const note = (key: string, words: string, bare = false): Note => ({ type: 'note', key, words, bare });

const bodyOf = (content: object): readonly string[] =>
  'body' in content ? [content.body].flat().map(String) : [];

/** One shape for what was said, what waits in the outbox, and what has not got that far. */
const rowOf = (item: Exclude<ConversationItem, { type: 'gap' }> | Outgoing, self: string): MessageRow => {
  const { key, content } = item;
  const base = { type: 'message', key, media: content.media, body: bodyOf(content), follows: false } as const;
  const own = { ...base, mine: true, speaker: self } as const;
  switch (item.type) {
    case 'message':
      return { ...base, mine: item.mine, speaker: item.speaker, ts: item.ts, state: 'sent' };
    case 'pending':
      return { ...own, ts: item.since, state: 'waiting' };
    default:
      return { ...own, ts: item.ts, state: item.type, outgoing: item };
  }
};

/** From what a conversation holds to what is seen of it. `complete`: it is known that nothing is older. */
export const rowsOf = (
  items: readonly ConversationItem[],
  outgoing: readonly Outgoing[],
  self: string,
  complete: boolean,
): readonly Row[] => {
  const rows: Row[] = complete ? [note('beginning', 'This is where the conversation begins', true)] : [];
  const sent = new Set(items.map(({ key }) => key));
  let before: MessageRow | undefined;
  let day: number | undefined;
  for (const item of [...items, ...outgoing.filter(({ key }) => !sent.has(key))]) {
    if (item.type === 'gap') {
      rows.push(note(item.key, 'Some messages are no longer available'));
      before = undefined;
      continue;
    }
    const row = rowOf(item, self);
    if (day === undefined || !sameDay(day, row.ts)) {
      rows.push(note(`day ${new Date(row.ts).toDateString()}`, dayOf(row.ts)));
      before = undefined;
    }
    day = row.ts;
    rows.push({ ...row, follows: before?.speaker === row.speaker && row.ts - before.ts < TOGETHER });
    before = row;
  }
  return rows;
};
