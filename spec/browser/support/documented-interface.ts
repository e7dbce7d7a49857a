import { lastValueFrom } from 'rxjs';
import type { ServerOptions } from 'rxim-server';
import { createTestServer, type TestServer } from 'rxim-server/testing';
import { describeInBrowser, type TestBrowser } from './browser';
import { DOCUMENTED_METHODS } from './documented-methods';
import { FILE, PICTURE, SdkPage } from './sdk-page';
import { serveScript, type Site } from './site';
import { Worlds, type World } from './world';

/** Where the pages are. The server lets them in by name; that both are on this machine, it can not know. */
const PAGE = 'http://chat.example';
/** The host that the SDK of 2016 knows. */
const SERVER = 'im.maxleap.cn';

/** A build of the SDK, and the server that it is meant for. */
export interface SdkBuild {
  readonly script: () => Promise<string>;
  readonly server?: ServerOptions;
  /** What `ML.im()` needs besides who logs in. */
  readonly options: (server: TestServer) => object;
  /** What `ML.im()` needs to administer. @default foo has the right */
  readonly administrator?: (server: TestServer) => object;
  /** How it calls back where the server has nothing to tell and the guide promises a string. @default '' */
  readonly nothing?: unknown;
  /** Its methods that the guide does not know. */
  readonly besides?: readonly string[];
}

/** What specs of one build use further. */
export interface SdkTools {
  readonly server: TestServer;
  readonly worlds: Worlds;
  /** Opens a page with the SDK that ends with the test. */
  open(): Promise<SdkPage>;
  /** Opens a page and logs in. */
  enter(who: object): Promise<SdkPage>;
  /** The page of foo, which stays. */
  readonly foo: SdkPage;
}

/**
 * What the guide documents, in a real browser, on a page of another origin than the server's. It is the same for every build of
 * ML.im.js: `more` says what a build has besides.
 */
export const describeDocumentedInterface = (
  title: string,
  build: SdkBuild,
  more: (tools: SdkTools) => void,
): void => {
  describe(title, () => {
    let server: TestServer;
    let site: Site;
    const codes: string[] = [];

    beforeAll(async () => {
      site = await serveScript(await build.script());
      server = await createTestServer({
        appId: 'demo',
        allowOrigin: [PAGE],
        publicUrl: `http://${SERVER}`,
        sms: { send: async ({ code }) => void codes.push(code) },
        oauth: async (_app, { code }) =>
          code === 'good' ? { provider: 'wechat', subject: 'somebody' } : undefined,
        ...build.server,
      });
    }, 60_000);
    afterAll(async () => {
      site.close();
      await server.close();
    });

    describeInBrowser(
      'in Chromium',
      (browser) => specs(browser, build, { server: () => server, codes }, more),
      {
        flags: () => [
          `--host-resolver-rules=MAP chat.example 127.0.0.1:${site.port}, MAP ${SERVER} 127.0.0.1:${server.port}`,
        ],
      },
    );
  });
};

interface Stage {
  readonly server: () => TestServer;
  /** Codes that went to phones. */
  readonly codes: readonly string[];
}

const ts = expect.any(Number) as number;
const URL_OF_FILE = expect.stringMatching(/^http:\/\/im\.maxleap\.cn\/attachment\//) as string;

const specs = (
  browser: TestBrowser,
  build: SdkBuild,
  { server, codes }: Stage,
  more: (tools: SdkTools) => void,
): void => {
  let worlds: Worlds;
  let foo: SdkPage;
  let bar: SdkPage;
  let administrator: SdkPage;

  const open = async (): Promise<SdkPage> => SdkPage.on(await browser.open(PAGE));
  const login = (page: SdkPage, who: object): Promise<unknown> =>
    page.login({ ...build.options(server()), ...who });
  const enter = async (who: object): Promise<SdkPage> => {
    const page = await open();
    expect(await login(page, who)).toMatchObject({ success: true });
    return page;
  };

  beforeAll(async () => {
    worlds = await Worlds.on(server());
    foo = await SdkPage.on(await browser.openForAll(PAGE));
    bar = await SdkPage.on(await browser.openForAll(PAGE));
    await Promise.all([login(foo, { userId: 'foo' }), login(bar, { userId: 'bar' })]);
    administrator = foo;
    if (build.administrator) {
      administrator = await SdkPage.on(await browser.openForAll(PAGE));
      await administrator.administer(build.administrator(server()));
    }
  }, 60_000);
  afterAll(() => worlds.close());

  let world: World;
  beforeEach(async () => {
    world = await worlds.create();
  });
  afterEach(() => worlds.clear());

  describe('ML.im', () => {
    it('logs in by the id of a user of the application (mode 1)', async () => {
      const who = { userId: 'user1', installId: 'M3pyVEdsSFBBZm5UTDlLMTB3a0xYdw' };
      expect(await login(await open(), who)).toMatchObject({ success: true, id: 'user1' });
    });

    it('logs in by name and password (mode 2)', async () => {
      const account = { username: `name-${Date.now()}`, password: 'correct horse battery' };
      const { id } = await lastValueFrom(worlds.admin.accounts.register(account));
      expect(await login(await open(), account)).toMatchObject({ success: true, id });
      expect(await login(await open(), { ...account, password: 'wrong' })).toMatchObject({
        success: false,
        error: 5003,
      });
    });

    it('logs in by phone and code (mode 3)', async () => {
      const phone = '13810001000';
      await lastValueFrom(worlds.admin.accounts.sendCode(phone));
      expect(await login(await open(), { phone, password: codes.at(-1) })).toMatchObject({ success: true });
    });

    it('logs in by what a third party says (mode 4)', async () => {
      expect(await login(await open(), { oauth: { code: 'good' } })).toMatchObject({ success: true });
    });

    it('logs in a guest (mode 5)', async () => {
      expect(await login(await open(), { passenger: { desc: '我是游客' } })).toMatchObject({
        success: true,
        id: expect.any(String) as string,
      });
    });

    it('tells why a login was refused', async () => {
      expect(await login(await open(), { userId: 'user1', clientId: 'wrong' })).toMatchObject({
        success: false,
        error: 5003,
      });
    });

    it('says its version', async () => {
      expect(await foo.version()).toMatch(/^\d+\.\d+\.\d+$/);
    });
  });

  describe('messages and events', () => {
    it('toFriend().text().ok() is heard by onMessage', async () => {
      await foo.say('toFriend', 'bar', 'text', 'hello! user2!');
      expect(await bar.heard('onMessage', 'hello! user2!')).toMatchObject({
        from: { id: 'foo', type: 0 },
        content: { media: 0, body: 'hello! user2!' },
        ts,
      });
    });

    it('toGroup().text().ok() is heard by onMessage', async () => {
      await foo.say('toGroup', world.group, 'text', "hello! I'm user1! 大家好 🙂");
      expect(await bar.heard('onMessage', '大家好')).toMatchObject({
        from: { id: 'foo', type: 1, gid: world.group },
        content: { media: 0, body: "hello! I'm user1! 大家好 🙂" },
        ts,
      });
    });

    it('toRoom().text().ok() is heard by onMessage', async () => {
      await foo.say('toRoom', world.room, 'text', 'hello! room!');
      expect(await bar.heard('onMessage', 'hello! room!')).toMatchObject({
        from: { id: 'foo', type: 2, gid: world.room },
        content: { media: 0, body: 'hello! room!' },
        ts,
      });
    });

    it.each([
      ['image', 1, FILE],
      ['image', 1, PICTURE],
      ['audio', 2, PICTURE],
      ['video', 3, PICTURE],
    ] as const)('%s() (media %i) uploads %s, and sends where it is', async (medium, media, what) => {
      await foo.say('toRoom', world.room, medium, what);
      const message = (await bar.heard('onMessage', world.room)) as {
        content: { body: string | string[] };
      };
      expect(message).toMatchObject({ from: { id: 'foo', type: 2 }, content: { media } });
      const [url = ''] = [message.content.body].flat();
      expect(url).toEqual(URL_OF_FILE);
      expect(await bar.widthOf(url)).toBe(300);
    });

    it('attachment() answers with a picture and a thumbnail that a page may show', async () => {
      const [url = '', thumbnail = ''] = (await foo.call('attachment', PICTURE)) as string[];
      expect([url, thumbnail]).toEqual([URL_OF_FILE, URL_OF_FILE]);
      expect([await bar.widthOf(url), await bar.widthOf(thumbnail)]).toEqual([300, 128]);
    });

    it('online() and offline() tell that friends come and go', async () => {
      await lastValueFrom(worlds.admin.users.attributes.replace('friend', {}));
      await lastValueFrom(worlds.admin.friends.add('foo', 'friend'));
      const friend = await enter({ userId: 'friend' });
      expect(await foo.heard('online', 'friend')).toBe('friend');
      await friend.page.close();
      expect(await foo.heard('offline', 'friend')).toBe('friend');
      await lastValueFrom(worlds.admin.friends.remove('foo', 'friend'));
    });

    it('yourself() hears what other devices of the user send', async () => {
      const tablet = await enter({ userId: 'foo' });
      await tablet.say('toFriend', 'bar', 'text', 'from my tablet');
      expect(await foo.heard('yourself', 'from my tablet')).toMatchObject({
        to: { id: 'bar', type: 0 },
        content: { media: 0, body: 'from my tablet' },
        ts,
      });
    });
  });

  describe('method', () => {
    it.each(
      DOCUMENTED_METHODS.map(
        (each) => [each.how ? `${each.method} ${each.how}` : each.method, each] as const,
      ),
    )('%s', async (_title, { method, args, answer, by, effect, sys }) => {
      const caller = by === 'administrator' ? administrator : foo;
      const promised = answer(world);
      const nothing = 'nothing' in build ? build.nothing : '';
      expect(await caller.call(method, ...args(world))).toEqual(promised === '' ? nothing : promised);
      if (effect) expect(await lastValueFrom(effect.of(worlds.admin, world))).toEqual(effect.is(world));
      if (sys !== undefined)
        expect(await foo.heard('sys', sys)).toMatchObject({ content: { media: 0, body: sys }, ts });
    });

    it('is each of the SDK', async () => {
      const others =
        /^(to[A-Z]\w*|on\w+|offline\w*|sys|yourself|text|image|audio|video|ok|open|chunk|close)$/;
      const members = (await foo.members()).filter((name) => !others.test(name));
      expect(members.sort()).toEqual(
        [...new Set(DOCUMENTED_METHODS.map(({ method }) => method)), ...(build.besides ?? [])].sort(),
      );
    });
  });

  describe('besides', () =>
    more({
      get server() {
        return server();
      },
      get worlds() {
        return worlds;
      },
      get foo() {
        return foo;
      },
      open,
      enter,
    }));
};
