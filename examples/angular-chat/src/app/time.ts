const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });
const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const withYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });

const DAY = 86_400_000;

const midnight = (ts: number): number => new Date(ts).setHours(0, 0, 0, 0);
/** Rounded, since not every day has 24 hours. */
const daysAgo = (ts: number): number => Math.round((midnight(Date.now()) - midnight(ts)) / DAY);

export const timeOf = (ts: number): string => clock.format(ts);

export const sameDay = (a: number, b: number): boolean => midnight(a) === midnight(b);

/** A day, as people say it. */
export const dayOf = (ts: number): string => {
  const ago = daysAgo(ts);
  if (ago === 0) return 'Today';
  if (ago === 1) return 'Yesterday';
  if (ago < 7) return weekday.format(ts);
  return (new Date(ts).getFullYear() === new Date().getFullYear() ? date : withYear).format(ts);
};

/** As short as it can be, for lists. */
export const shortTimeOf = (ts: number): string => (daysAgo(ts) === 0 ? clock.format(ts) : short.format(ts));
