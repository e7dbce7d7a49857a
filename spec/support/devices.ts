import { firstValueFrom } from 'rxjs';
import { createIm, type AppData, type Im } from 'rxim';
import { createFaultProxy, createTestServer, type FaultProxy, type TestServer } from 'rxim-server/testing';

/** A server of its own for each test of the file, and what a test opens there: gone after it, the last first. */
export class Devices {
  #server: TestServer | undefined;
  readonly #closing: (() => unknown)[] = [];

  constructor() {
    beforeEach(async () => {
      const server = await createTestServer();
      this.#server = server;
      this.closing(() => server.close());
    });
    afterEach(async () => {
      for (const close of this.#closing.splice(0).reverse()) await close();
    });
  }

  get server(): TestServer {
    if (this.#server === undefined) throw new Error('the server is there while tests run');
    return this.#server;
  }

  closing(close: () => unknown): void {
    this.#closing.push(close);
  }

  /** A device of this user, online, and soon back when its link is cut. */
  async online<D extends AppData = AppData>(userId: string, url = this.server.url): Promise<Im<D>> {
    const im = createIm<D>({
      ...this.server.clientOptions(userId),
      server: url,
      backoff: { initial: 10, max: 50 },
    });
    this.closing(() => im.close());
    await firstValueFrom(im.connect());
    return im;
  }

  /** Something between devices and the server that loses what it is told to. */
  async proxy(): Promise<FaultProxy> {
    const proxy = await createFaultProxy({ target: this.server.url });
    this.closing(() => proxy.close());
    return proxy;
  }
}
