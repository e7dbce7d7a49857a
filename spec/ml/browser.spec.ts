import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { createTestServer, type TestServer } from 'rxim-server/testing';
import { describeInBrowser } from '../browser/support/browser';
import type { MlEntry, MlIm } from '../../src/ml';

/** What runs in the page finds these there. */
declare const ML: { im: MlEntry };
declare const given: { server: string; appId: string; clientId: string; masterKey: string };
declare const told: (run: (callback: (error: unknown, data?: unknown) => void) => void) => Promise<unknown>;
declare const login: (userId: string) => Promise<MlIm>;
declare const admin: () => MlIm;

const HELPERS = `
  const told = (run) => new Promise((ok, no) => run((error, data) => (error ? no(error) : ok(data))));
  const login = (userId) => new Promise((ok, no) => {
    const im = ML.im({ ...given, masterKey: undefined, userId }, (result) => (result.success ? ok(im) : no(result)));
  });
  const admin = () => ML.im(given);
`;

/** ML.im.js in a real browser, by the guide's samples, on a page of another origin than the server's. */
describeInBrowser('ML.im.js in Chromium', (browser) => {
  let server: TestServer;
  let site: Server;
  let url: string;

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/ml/global.ts'],
      bundle: true,
      minify: true,
      format: 'iife',
      platform: 'browser',
      target: 'es2017',
      write: false,
    });
    const files: Record<string, [type: string, text: string]> = {};
    site = createServer((request, response) => {
      const [type, text] = files[request.url ?? ''] ?? ['text/plain', ''];
      response.writeHead(200, { 'Content-Type': type }).end(text);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    server = await createTestServer({ allowOrigin: [url] });
    const options = {
      server: server.url,
      appId: server.appId,
      clientId: server.clientKey,
      masterKey: server.masterKey,
    };
    files['/ML.im.js'] = ['text/javascript', outputFiles[0]?.text ?? ''];
    files['/'] = [
      'text/html',
      `<!doctype html><script src="ML.im.js"></script><script>const given = ${JSON.stringify(options)};${HELPERS}</script>`,
    ];
  }, 60_000);
  afterAll(async () => {
    site.close();
    await server.close();
  });

  const open = (): Promise<Page> => browser.open(`${url}/`);
  const ts = expect.any(Number) as number;

  it('logs in, and tells why it did not', async () => {
    const page = await open();
    const results = await page.evaluate(() =>
      Promise.all(
        [
          { userId: 'user1', installId: 'M3py' },
          { passenger: {} },
          { userId: 'user1', clientId: 'wrong' },
        ].map((who) => new Promise((resolve) => void ML.im({ ...given, ...who }, resolve))),
      ),
    );
    expect(results).toEqual([
      { success: true, id: 'user1' },
      { success: true, id: expect.any(String) as string, secret: expect.any(String) as string },
      { success: false, error: 5003, message: expect.any(String) as string },
    ]);
  });

  it('sends to friends, groups and rooms, and hears of messages, presence, other devices and the system', async () => {
    const page = await open();
    const events = await page.evaluate(async () => {
      const heard: Record<string, unknown[]> = {};
      const foo = await login('foo');
      const bar = await login('bar');
      const all = (name: 'onMessage' | 'yourself' | 'sys' | 'online' | 'offline', im: MlIm, count: number) =>
        new Promise<void>((resolve) => {
          const list: unknown[] = (heard[name] = []);
          im[name]((payload: unknown) => {
            if (list.push(payload) === count) resolve();
          });
        });
      await told((done) => foo.addFriend('foo', 'bar', done));
      const members = ['foo', 'bar'];
      const group = (await told((done) =>
        foo.addGroup({ owner: 'foo', name: 'g', members }, done),
      )) as string;
      const room = (await told((done) => foo.addRoom({ name: 'r', members }, done))) as string;

      const messages = all('onMessage', bar, 3);
      foo.toFriend('bar').text('hello! user2!').ok();
      foo.toGroup(group).text("hello! I'm user1!").ok();
      foo.toRoom(room).text("hello! I'm user1!").ok();
      await messages;
      const echo = all('yourself', await login('foo'), 1);
      foo.toFriend('bar').text('again').ok();
      await echo;
      const sys = all('sys', foo, 1);
      await told((done) =>
        admin().sysToUser('foo', { content: { media: 0, body: 'SYSTEM_MESSAGE_BODY' } }, done),
      );
      await sys;
      const offline = all('offline', foo, 1);
      bar.close();
      await offline;
      const online = all('online', foo, 1);
      await login('bar');
      await online;
      return heard;
    });
    expect(events['onMessage']).toHaveLength(4);
    expect(events['onMessage']).toContainEqual({
      from: { id: 'foo', type: 0 },
      content: { media: 0, body: 'hello! user2!' },
      ts,
      seq: 1,
    });
    expect(events['yourself']).toMatchObject([{ to: { id: 'bar', type: 0 }, content: { body: 'again' } }]);
    expect(events['sys']).toMatchObject([{ content: { media: 0, body: 'SYSTEM_MESSAGE_BODY' }, ts }]);
    expect(events).toMatchObject({ offline: ['bar'], online: ['bar'] });
  });

  it('sends a file, and tells how much of it has left', async () => {
    const page = await open();
    const { message, steps } = await page.evaluate(async () => {
      const foo = await login('foo-2');
      const bar = await login('bar-2');
      await told((done) => foo.addFriend('foo-2', 'bar-2', done));
      const arrived = new Promise((resolve) => void bar.onMessage(resolve));
      const data = new FormData();
      data.append('attachment', new File(['x'.repeat(5_000_000)], 'a.mp3', { type: 'audio/mpeg' }));
      const steps: object[] = [];
      foo
        .toFriend('bar-2')
        .audio(data)
        .ok()
        .subscribe((step) => steps.push(step));
      return { message: await arrived, steps };
    });
    expect(message).toMatchObject({ content: { media: 2, body: expect.stringMatching(/^http/) as string } });
    const percents = steps.flatMap((step) => ('percent' in step ? [step.percent] : []));
    expect(percents.at(-1)).toBe(100);
    expect(steps.at(-1)).toMatchObject({ state: 'sent' });
  });

  it('keeps a method of each kind to its word', async () => {
    const page = await open();
    const answers = await page.evaluate(async () => {
      const im = await login('foo-3');
      await login('bar-3');
      const file = new FormData();
      file.append('attachment', new Blob(['hello'], { type: 'text/plain' }), 'hello.txt');
      return {
        userInfo: await told((done) => im.userInfo('foo-3', done)),
        setUserAttributes: await told((done) => im.setUserAttributes('foo-3', { name: '小不点' }, done)),
        getUserOneAttribute: await told((done) => im.getUserOneAttribute('foo-3', 'name', done)),
        searchUsers: await told((done) => ML.im.searchUsers(10, 0, 'name', { name: '小不点' }, done)),
        addFriend: await told((done) => im.addFriend('foo-3', 'bar-3', done)),
        listFriends: await told((done) => im.listFriends('foo-3', done, true)),
        getRecentChat: await told((done) =>
          im.getRecentChat('foo-3', 'bar-3', String(Date.now()), '10', done),
        ),
        rmFriend: await told((done) => im.rmFriend('foo-3', 'bar-3', done)),
        attachment: await told((done) => im.attachment(file, done)),
        addOrModifyPassenger: await told((done) => admin().addOrModifyPassenger({ id: 'jessicaZhe' }, done)),
        denied: await told((done) => im.sysToAll({ content: { media: 0, body: '' } }, done)).catch(
          (e: unknown) => ({
            code: (e as { code: number }).code,
          }),
        ),
        version: ML.im.version,
      };
    });
    expect(answers).toMatchObject({
      userInfo: { sessions: 1, installs: [], friends: [], groups: [], rooms: [] },
      setUserAttributes: {},
      getUserOneAttribute: '小不点',
      searchUsers: [{ id: 'foo-3', online: true, attributes: { name: '小不点' } }],
      addFriend: { from: 'foo-3', to: 'bar-3' },
      listFriends: [{ id: 'bar-3', online: true }],
      getRecentChat: [],
      rmFriend: '',
      attachment: [expect.stringMatching(/^http/) as string],
      addOrModifyPassenger: 'jessicaZhe',
      denied: { code: 5003 },
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    });
  });
});
