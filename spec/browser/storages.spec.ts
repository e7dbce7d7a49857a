import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import type * as sdk from 'rxim';
import { createIm, user, type Im, type ImOptions } from 'rxim';
import { createFaultProxy, createTestServer, type FaultProxy, type TestServer } from 'rxim-server/testing';
import { until } from '../faults/harness/until';
import { describeInBrowser } from './support/browser';
import { serveScript, type Site } from './support/site';

jest.setTimeout(60_000);

/** What is in the page's realm. */
declare const rxim: typeof sdk;
declare const im: Im;
declare const heard: string[];
declare const kept: string[];

type Kind = 'indexedDbStorage' | 'webStorage';

/** A tab in which a client keeps what it must not lose. */
class Tab {
  constructor(readonly page: Page) {}

  /** Logs in; from then on what is heard is written down, own messages of other tabs with an arrow. */
  async enter(options: Pick<ImOptions, 'server' | 'appId'>, storage: Kind): Promise<void> {
    await this.page.evaluate(
      async ([given, kind]) => {
        const client = rxim.createIm({ ...given, storage: rxim[kind]() });
        Object.assign(window, { im: client, heard: [], kept: [] });
        client.message$.subscribe(({ content }) => heard.push(String(content.body)));
        client.yourself$.subscribe(({ content }) => heard.push(`→ ${String(content.body)}`));
        await new Promise<void>((complete) => client.connect().subscribe({ complete }));
      },
      [options, storage] as const,
    );
  }

  async say(...bodies: string[]): Promise<void> {
    await this.page.evaluate((texts) => {
      for (const body of texts)
        im.send({ to: rxim.user('bob'), content: rxim.text(body), cid: `cid-${body}` }).subscribe({
          next: ({ state }) => {
            if (state === 'queued') kept.push(body);
          },
        });
    }, bodies);
  }

  /** All of them are where they survive. */
  async keeps(count: number): Promise<void> {
    await this.page.waitForFunction((expected) => kept.length === expected, count);
  }

  async hears(...expected: string[]): Promise<void> {
    await this.page.waitForFunction((count) => heard.length >= count, expected.length);
    expect(await this.page.evaluate(() => heard)).toEqual(expected);
  }

  async isAway(): Promise<void> {
    await this.page.waitForFunction(() => im.state.name === 'waiting');
  }

  async hasSentAll(): Promise<void> {
    await this.page.waitForFunction(() => im.state.name === 'online' && im.outbox.size === 0);
  }
}

describeInBrowser('what a browser keeps', (browser) => {
  let site: Site;
  let server: TestServer;
  let proxy: FaultProxy;
  let bob: Im;
  beforeAll(async () => {
    site = await serveScript(await readFile(resolve('dist/rxim.js'), 'utf8'));
    server = await createTestServer();
    proxy = await createFaultProxy({ target: server.url });
  });
  afterEach(() => bob.close());
  afterAll(async () => {
    site.close();
    await proxy.close();
    await server.close();
  });

  it.each<Kind>(['indexedDbStorage', 'webStorage'])(
    'by %s(): two tabs double nothing, one sends what the other one left, and the next page goes on where they ended',
    async (storage) => {
      const me = `alice-${storage}`;
      const options = { ...server.clientOptions(me), server: proxy.url, backoff: { initial: 50, max: 200 } };
      bob = createIm(server.clientOptions('bob'));
      const received: string[] = [];
      bob.message$.subscribe(({ from, content }) => {
        if (from.id === me) received.push(String(content.body));
      });
      await firstValueFrom(bob.connect());
      const write = (body: string) => lastValueFrom(bob.send({ to: user(me), content: { media: 0, body } }));
      const url = `http://127.0.0.1:${site.port}/`;
      const one = new Tab(await browser.open(url));
      const two = new Tab(await browser.openBeside(one.page, url));
      const three = new Tab(await browser.openBeside(one.page, url));
      await one.enter(options, storage);
      await two.enter(options, storage);

      await write('to both');
      await one.say('from one');
      await two.hears('to both', '→ from one');
      await two.say('from two');
      await one.hears('to both', '→ from two');

      proxy.refuse();
      proxy.cut();
      await one.isAway();
      await two.isAway();
      await one.say('left 1', 'left 2', 'left 3');
      await one.keeps(4);
      await write('meanwhile');
      await one.page.close();
      proxy.heal();
      await two.hears('to both', '→ from one', 'meanwhile');
      const sent = ['from one', 'from two', 'left 1', 'left 2', 'left 3'];
      await until('what was left', () => received.length >= sent.length);
      await two.hasSentAll();
      expect(received).toEqual(sent);
      const chats = await firstValueFrom(bob.strangers.chats('bob', me, { limit: 100 }));
      expect(chats.filter(({ speaker }) => speaker === me).map(({ content }) => content.body)).toEqual(sent);

      await two.page.close();
      await write('while nobody was there');
      await three.enter(options, storage);
      await three.hears('while nobody was there');
      await write('and after');
      await three.hears('while nobody was there', 'and after');
      expect(received).toEqual(sent);
    },
  );
});
