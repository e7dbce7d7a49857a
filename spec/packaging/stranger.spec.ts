import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestServer } from 'rxim-server/testing';
import { servePage } from '../../scripts/serve-page.mjs';
import { describeInBrowser } from '../browser/support/browser';
import { StrangerProject } from './support/stranger-project';

const BUNDLERS = ['esbuild', 'vite', 'webpack'];

jest.setTimeout(60_000);

let project: StrangerProject;
beforeAll(async () => {
  if (!existsSync('dist/index.js') || !existsSync('server/dist/index.js'))
    throw new Error('What is packed is what was built: npm run build');
  project = await StrangerProject.create();
});
afterAll(() => project.remove());

describe('the project of a stranger, who installs both packages', () => {
  it.each([
    ['node16', 'typescript'],
    ['bundler', 'typescript-7'],
  ])('type-checks strictly, libraries included, with moduleResolution %s and %s', async (resolution, tsc) => {
    expect(await project.run(`node_modules/${tsc}/bin/tsc`, '-p', `tsconfig.${resolution}.json`)).toBe('');
  });

  it.each(['chat.mjs', 'chat.cjs'])('runs a server and two clients in Node: %s', async (program) => {
    expect(await project.run(program)).toBe('hello\n');
  });

  it.each(BUNDLERS)('is bundled by %s without a warning and without code of Node', async (bundler) => {
    await project.run('bundle.mjs', bundler);

    const output = join(project.folder, bundler);
    const scripts = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    );
    expect(scripts).not.toHaveLength(0);
    for (const name of scripts) {
      const code = readFileSync(join(output, name), 'utf8');
      // What only `ws` says, and how Node's own modules are imported.
      expect(code).not.toMatch(/sec-websocket-key|bufferutil|["']node:/i);
    }
  });
});

describeInBrowser('the page of a stranger', (browser) => {
  it.each(BUNDLERS)('chats, as it was bundled by %s', async (bundler) => {
    const server = await createTestServer();
    const site = await servePage({ folder: join(project.folder, bundler), server: server.url });
    try {
      const query = new URLSearchParams({ server: server.url, app: server.appId, key: server.clientKey });
      const page = await browser.open(`${site.url}?${query.toString()}`);
      await page.getByText('1 line').waitFor();
      expect(await page.title()).toBe('from alice');
    } finally {
      await site.close();
      await server.close();
    }
  });
});
