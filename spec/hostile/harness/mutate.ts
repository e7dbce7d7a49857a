import { below, pick, type Random } from '../../support/random';
import { NAMES, nastyValue } from './nasty';

type Entry = readonly [key: string, value: unknown];

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A key that was `__proto__` stays one: entries become properties, not prototypes. */
const rebuilt = (value: object, entries: readonly Entry[]): unknown =>
  Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);

const changed = (random: Random, value: unknown): unknown => {
  if (random() < 0.6 || !isObject(value)) return random() < 0.9 ? nastyValue(random) : [value, value];
  const entries: Entry[] = Object.entries(value);
  const at = below(random, entries.length + 1);
  const [, known] = entries[at] ?? ['', undefined];
  switch (below(random, 3)) {
    case 0:
      return rebuilt(
        value,
        entries.filter((_, index) => index !== at),
      );
    case 1:
      return rebuilt(
        value,
        entries.map((entry, index) => (index === at ? [pick(random, NAMES), known] : entry)),
      );
    default:
      return rebuilt(value, [...entries, [pick(random, NAMES), nastyValue(random)]]);
  }
};

/** The same JSON but for one place, deeper and deeper into it by chance. */
export const mutateJson = (random: Random, value: unknown): unknown => {
  if (!isObject(value) || random() < 0.25) return changed(random, value);
  const entries: Entry[] = Object.entries(value);
  if (entries.length === 0) return changed(random, value);
  const at = below(random, entries.length);
  return rebuilt(
    value,
    entries.map(([key, item], index) => [key, index === at ? mutateJson(random, item) : item]),
  );
};

const SIGNS = [
  '\u0000',
  '\uffff',
  '"',
  '\\',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '0',
  '9',
  '-',
  '/',
  '4',
  '5',
  '6',
  '\n',
  'é',
  '😀',
];

/** The same text but for some signs. */
export const mutateText = (random: Random, text: string, others: readonly string[]): string => {
  const [a, b] = [below(random, text.length + 1), below(random, text.length + 1)].sort((x, y) => x - y) as [
    number,
    number,
  ];
  switch (below(random, 6)) {
    case 0:
      return text.slice(0, a) + pick(random, SIGNS) + text.slice(a + 1);
    case 1:
      return text.slice(0, a) + text.slice(b);
    case 2:
      return text.slice(0, b) + text.slice(a);
    case 3:
      return text.slice(0, a);
    case 4:
      return text.slice(0, a) + pick(random, others).slice(below(random, 10));
    default:
      return pick(random, SIGNS).repeat(1 + below(random, 40)) + text.slice(a);
  }
};
