import type { Attributes } from '../../ports/store';

/** Longer values are stored and not searched for. */
const LONGEST = 128;
const UNSTORABLE = /\0|\p{Surrogate}/u;

const searchable = (value: unknown): value is string | number | boolean =>
  (typeof value === 'string' && value.length <= LONGEST && !UNSTORABLE.test(value)) ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  typeof value === 'boolean';

/** What the search index holds of an object: its scalars, as text that a query parameter can be compared with. */
export const indexEntries = (attributes: Attributes): [name: string, value: string, number: number][] =>
  Object.entries(attributes).flatMap(([name, value]) =>
    searchable(value) && searchable(name)
      ? [[name, String(value), typeof value === 'number' ? value : 0]]
      : [],
  );
