import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { firstValueFrom, forkJoin, lastValueFrom } from 'rxjs';
import { createIm, type Im } from 'rxim';
import { createTestServer, type TestServer } from 'rxim-server/testing';
import { serveBrowserChat } from '../../../scripts/browser-chat.mjs';
import type { Page as Site } from '../../../scripts/serve-page.mjs';
import type { TestBrowser } from './browser';
import { ChatWindow } from './chat-window';

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

type Serve = (options: { server: string; appId: string; clientKey: string }) => Promise<Site>;

const browserChat: Serve = (options) => {
  if (!existsSync('dist/rxim.js')) throw new Error('The page needs dist/rxim.js: npm run build');
  return serveBrowserChat({ ...options, people: ['alice', 'bob'] });
};

/** Notifications go to a push service of the spec, and do not wait. */
const PUSH = {
  apps: [{ id: 'demo', push: { insecureEndpoints: true } }],
  limits: { pushDelay: 1, pushPoll: 20 },
};

/** A server and the page of a chat for it, for one test. */
export class ChatSite {
  #server: TestServer;
  readonly #site: Site;
  readonly #data: string;
  readonly #clients: Im[] = [];

  private constructor(server: TestServer, site: Site, data: string) {
    this.#server = server;
    this.#site = site;
    this.#data = data;
  }

  /** @param serve serves the page; that of browser-chat, if not told otherwise */
  static async open(serve: Serve = browserChat): Promise<ChatSite> {
    const data = mkdtempSync(join(tmpdir(), 'rxim-chat-'));
    const server = await createTestServer({ ...PUSH, data });
    const { url, appId, clientKey } = server;
    const site = await serve({ server: url, appId, clientKey });
    return new ChatSite(server, site, data);
  }

  get url(): string {
    return this.#site.url;
  }

  /** Opens the page as a user. */
  async enter(browser: TestBrowser, user: string, options = DESKTOP): Promise<ChatWindow> {
    const window = new ChatWindow(await browser.open(`${this.url}?user=${user}`, options));
    await window.friends.waitFor();
    return window;
  }

  /** Opens the page in another window of the same browser. */
  async enterBeside(browser: TestBrowser, { page }: ChatWindow, user: string): Promise<ChatWindow> {
    const window = new ChatWindow(await browser.openBeside(page, `${this.url}?user=${user}`));
    await window.friends.waitFor();
    return window;
  }

  /** A client without a window. */
  client(user: string): Im {
    const im = createIm(this.#server.clientOptions(user));
    this.#clients.push(im);
    return im;
  }

  /** Makes alice, whose window this is, and bob friends; then bob writes that many messages. Resolves with their texts. */
  async fill(window: ChatWindow, count: number, bob = this.client('bob')): Promise<string[]> {
    await firstValueFrom(bob.connect());
    await window.addFriend('bob');
    const texts = Array.from({ length: count }, (_, i) => `Number ${i + 1} of ${count}`);
    await lastValueFrom(forkJoin(texts.map((text) => bob.toFriend('alice').text(text).ok())));
    await window.bubble(`Number ${count} of ${count}`).waitFor();
    return texts;
  }

  /** The server goes away. */
  async stop(): Promise<void> {
    await this.#server.close();
  }

  /** The server comes back to where it was, with what it knew. */
  async restart(): Promise<void> {
    const { port } = this.#server;
    this.#server = await createTestServer({ ...PUSH, data: this.#data, port });
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((im) => im.close()));
    await this.#site.close();
    await this.#server.close();
    rmSync(this.#data, { recursive: true, force: true });
  }
}
