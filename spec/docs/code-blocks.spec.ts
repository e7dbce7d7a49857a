import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { transform } from 'esbuild';
import { firstValueFrom } from 'rxjs';
import { createIm } from 'rxim';
import { createTestServer, type TestServer } from 'rxim-server/testing';

const ROOT = resolve(__dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/rxim-docs');
const PAGES = [
  join(ROOT, 'README.md'),
  join(ROOT, 'README.zh-CN.md'),
  join(ROOT, 'server/README.md'),
  ...readdirSync(join(ROOT, 'docs/guides'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(ROOT, 'docs/guides', name)),
];

/** All TypeScript of a page as one module: a page is read from top to bottom, and what it declares it goes on to use. */
const moduleOf = (page: string, server: TestServer): string | undefined => {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```ts\n(.*?)^```/gms)].map(
    ([, code = '']) => code,
  );
  if (blocks.length === 0) return undefined;
  const imports = new Set<string>();
  const body = blocks
    .join('\n')
    .replace(/^import [^;]+;$/gm, (line) => {
      imports.add(line);
      return '';
    })
    .replaceAll('http://localhost:8787', server.url)
    .replaceAll('demo-client-key', server.clientKey)
    .replaceAll('demo-master-key', server.masterKey);
  // What a page leaves open, like a client that goes on to listen, ends with it.
  return `${[...imports].join('\n')}\n${body}\nprocess.exit(0);\n`;
};

const run = (file: string): Promise<{ code: number | null; output: string }> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [file], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (output += data.toString()));
    child.on('error', fail);
    child.on('close', (code) => done({ code, output }));
  });

let server: TestServer;
beforeAll(async () => {
  if (!existsSync(join(ROOT, 'dist/index.js')))
    throw new Error('The pages import the built package: npm run build');
  mkdirSync(CACHE, { recursive: true });
  server = await createTestServer();
  // The users of `npm start`, whose server the pages speak of.
  for (const name of ['alice', 'bob']) {
    const im = createIm(server.clientOptions(name));
    await firstValueFrom(im.connect());
    await im.close();
  }
});
afterAll(() => server.close());

it.each(PAGES.map((page) => [relative(ROOT, page), page] as const))(
  'what %s shows runs',
  async (name, page) => {
    const code = moduleOf(page, server);
    if (code === undefined) return;
    const file = join(CACHE, `${name.replaceAll('/', '-')}.mjs`);
    // In there, packages are found by name, rxim and rxim-server as they were built.
    const { code: script } = await transform(code, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      tsconfigRaw: {},
    });
    writeFileSync(file, script);
    const { code: exit, output } = await run(file);
    if (exit !== 0) throw new Error(output);
  },
);
