import * as fc from 'fast-check';
import { text, type ChatRecord } from '../../src/protocol';
import { addGap, addPage, addRecord, newest, oldest, type TimelineItem } from '../../src/views/timeline';

const record = (seq: number | undefined, speaker = 'bob'): ChatRecord => ({
  speaker,
  content: text(String(seq)),
  ts: (seq ?? 0) * 10,
  ...(seq !== undefined && { seq }),
});
const pageOf = (...seqs: number[]): ChatRecord[] => seqs.map((seq) => record(seq));
const shown = (items: readonly TimelineItem[]): string[] =>
  items.map((item) => (item.type === 'gap' ? `gap ${item.from}-${item.to}` : `${item.seq ?? '-'}`));
const timeline = (...seqs: number[]): readonly TimelineItem[] => addPage([], pageOf(...seqs), 'me');

it('tells own messages from those of others', () => {
  expect(addRecord([], record(1, 'me'), 'me')).toMatchObject([{ type: 'message', mine: true, key: '1' }]);
  expect(addRecord([], record(1), 'me')).toMatchObject([{ type: 'message', mine: false }]);
});

it('knows a message by the id under which this user sent it, so that a line keeps its key when it is acknowledged', () => {
  expect(addRecord([], { ...record(1, 'me'), cid: 'c' }, 'me')).toMatchObject([{ key: 'c' }]);
});

it('puts what comes live at the end, and older pages in front', () => {
  const live = addRecord(timeline(3, 4), record(5), 'me');
  expect(shown(addPage(live, pageOf(1, 2), 'me'))).toEqual(['1', '2', '3', '4', '5']);
});

it('gives back the same list when it has the message already', () => {
  const items = timeline(1, 2);
  expect(addRecord(items, record(2), 'me')).toBe(items);
});

it('shows a gap where the messages were', () => {
  const items = addGap(timeline(1, 5), { conv: 'g:1', from: 2, to: 4 });
  expect(shown(items)).toEqual(['1', 'gap 2-4', '5']);
});

it('keeps messages without a number where they came', () => {
  const items = addRecord(addRecord([], record(undefined, 'a'), 'me'), record(undefined, 'b'), 'me');
  expect(items.map((item) => item.type === 'message' && item.speaker)).toEqual(['a', 'b']);
});

it('knows its ends', () => {
  expect([oldest([]), newest([])]).toEqual([undefined, 0]);
  expect([oldest(timeline(3, 4)), newest(timeline(3, 4))]).toEqual([30, 4]);
});

it('is in order and without doubles, in whatever order pages and messages come', () => {
  const step = fc.oneof(
    fc
      .integer({ min: 1, max: 30 })
      .map((seq) => (items: readonly TimelineItem[]) => addRecord(items, record(seq), 'me')),
    fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 8 })).map(
      ([from, more]) =>
        (items: readonly TimelineItem[]) =>
          addPage(items, pageOf(...Array.from({ length: more + 1 }, (_, i) => from + i)), 'me'),
    ),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const seqs = steps
        .reduce<readonly TimelineItem[]>((items, apply) => apply(items), [])
        .map((item) => (item.type === 'message' ? item.seq : undefined));
      expect(seqs).toEqual([...new Set(seqs)].sort((a = 0, b = 0) => a - b));
    }),
  );
});
