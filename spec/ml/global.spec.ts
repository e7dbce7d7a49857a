import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { build } from 'esbuild';

/** The build for a script tag, as tsup.config.ts makes it. */
let code: string;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ['src/ml/global.ts'],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2017',
    write: false,
    logLevel: 'error',
  });
  code = outputFiles[0]?.text ?? '';
});

describe('ML.im.js', () => {
  it('is written in ES2017', () => {
    expect(() => parse(code, { ecmaVersion: 2017, sourceType: 'script' })).not.toThrow();
  });

  it('is at most 32 KB gzipped, rxjs inside', () => {
    expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(32 * 1024);
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
