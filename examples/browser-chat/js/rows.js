/** From what a conversation holds to what is seen of it: days between messages, and who speaks where. */
import { dayOf, sameDay } from './time.js';

/** Messages of one person so close together belong together. */
const TOGETHER = 5 * 60_000;

/** One shape for what was said, what waits in the outbox, and what has not got that far. */
const entryOf = (item, self) => {
  switch (item.type) {
    case 'gap':
      return { key: item.key, type: 'note', text: 'Some messages are no longer available' };
    case 'message':
      return { ...item, type: 'message', state: 'sent' };
    case 'pending':
      return { ...item, type: 'message', state: 'waiting', mine: true, speaker: self, ts: item.since };
    default:
      return { ...item, type: 'message', state: item.type, mine: true, speaker: self };
  }
};

const follows = (before, entry) =>
  before?.type === 'message' &&
  before.speaker === entry.speaker &&
  sameDay(before.ts, entry.ts) &&
  entry.ts - before.ts < TOGETHER;

/** `complete`: it is known that nothing is older. */
export const rowsOf = (items, self, complete) => {
  const rows = complete
    ? [{ key: 'beginning', type: 'note', bare: true, text: 'This is where the conversation begins' }]
    : [];
  let before;
  for (const item of items) {
    const entry = entryOf(item, self);
    if (entry.type === 'message') {
      if (before?.ts === undefined || !sameDay(before.ts, entry.ts)) {
        const text = dayOf(entry.ts);
        rows.push({ key: `day ${new Date(entry.ts).toDateString()}`, type: 'note', text });
      }
      rows.push({ ...entry, item, follows: follows(before, entry) });
    } else rows.push({ ...entry, item });
    before = entry;
  }
  return rows;
};
