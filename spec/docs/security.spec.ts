import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEFAULT_LIMITS } from 'rxim-server';

const page = readFileSync(resolve(__dirname, '../../docs/SECURITY.md'), 'utf8');

const rows = new Map(
  [...page.matchAll(/^\| `(\w+)` +\| (\S+) +\| (.+?) +\|$/gm)].map(([, name = '', value, why = '']) => [
    name,
    { value: Number(value), why },
  ]),
);

describe('docs/SECURITY.md', () => {
  it.each(Object.entries(DEFAULT_LIMITS))(
    'tells the limit %s, its default %d and what it is for',
    (name, value) => {
      expect(rows.get(name)?.value).toBe(value);
      expect(rows.get(name)?.why).toMatch(/\w{3}/);
    },
  );

  it('tells of no limit that there is not', () => {
    expect([...rows.keys()].sort()).toEqual(Object.keys(DEFAULT_LIMITS).sort());
  });
});
