import { existsSync, readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';

/** The build for a script tag. */
let code: string;

beforeAll(() => {
  if (!existsSync('dist/ML.im.js')) throw new Error('dist/ML.im.js is missing: npm run build');
  code = readFileSync('dist/ML.im.js', 'utf8');
});

describe('ML.im.js', () => {
  it('is written in ES2017', () => {
    expect(() => parse(code, { ecmaVersion: 2017, sourceType: 'script' })).not.toThrow();
  });

  it('is at most 32 KB gzipped, rxjs inside', () => {
    expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(32_000);
  });

  it.each(['self', 'window'])('sets ML in a realm that has no globalThis, but %s', (name) => {
    const realm = createContext({});
    runInContext(`this.${name} = this; delete this.globalThis;`, realm);
    expect(runInContext('typeof globalThis', realm)).toBe('undefined');
    runInContext(code, realm);
    expect(runInContext(`typeof ML.im + typeof ${name}.ML.im.version`, realm)).toBe('functionstring');
  });

  it('leaves what is in ML already', () => {
    const realm = createContext({});
    runInContext('this.self = this; this.ML = { push: 1 };', realm);
    runInContext(code, realm);
    expect(runInContext('Object.keys(ML).join()', realm)).toBe('push,im');
  });
});
