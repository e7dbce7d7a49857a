/** What somebody wants of the bot: `/remind 10m tea` is `{ name: 'remind', words: '10m tea' }`. */
export interface Command {
  readonly name: string;
  readonly words: string;
}

/** A bot that reads along in a group answers to what begins with a slash, and to nothing else. */
export const parseCommand = (text: string): Command | undefined => {
  const [, name, words = ''] = /^\/([a-z]+)(?:\s+(.*))?$/is.exec(text.trim()) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), words: words.trim() };
};

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10m`, `2h`, `1d` in milliseconds; `undefined` if it is none of these, or longer than a year. */
export const parseDuration = (text: string): number | undefined => {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/i.exec(text) ?? [];
  const duration = Number(count) * (UNITS[unit.toLowerCase()] ?? NaN);
  return duration > 0 && duration <= 366 * 86_400_000 ? duration : undefined;
};
