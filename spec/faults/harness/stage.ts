import { createIm, type Im, type ImOptions } from 'rxim';
import {
  createFaultProxy,
  createTestServer,
  type ClientOptions,
  type FaultProxy,
  type TestServer,
} from 'rxim-server/testing';
import { seeded, type Random } from '../../support/random';
import { History } from '../history';
import { RecordedClient, type RecordedClientOptions } from './recorded-client';
import { ServerProcess, type ServerProcessOptions } from './server-process';

/** What a scenario plays on. Whatever it takes from here ends with it, however it ends. */
export class Stage {
  readonly history = new History();
  readonly clients: RecordedClient[] = [];
  readonly #ends: (() => Promise<unknown>)[] = [];

  constructor(readonly random: Random) {}

  async server(options?: Parameters<typeof createTestServer>[0]): Promise<TestServer> {
    const server = await createTestServer(options);
    this.#ends.push(() => server.close());
    return server;
  }

  /** A server in a process of its own; it is not started. */
  serverProcess(options?: ServerProcessOptions): ServerProcess {
    const server = new ServerProcess(options);
    this.#ends.push(() => server.dispose());
    return server;
  }

  async proxy(target: string): Promise<FaultProxy> {
    const proxy = await createFaultProxy({ target });
    this.#ends.push(() => proxy.close());
    return proxy;
  }

  administrator({ adminOptions }: { readonly adminOptions: ImOptions }): Im {
    const im = createIm(adminOptions);
    this.#ends.push(() => im.close());
    return im;
  }

  /** A client that is not started; `device` tells several ones of a user apart. */
  client(
    options: ClientOptions & Partial<ImOptions>,
    { device, sockets }: Pick<RecordedClientOptions, 'device' | 'sockets'> = {},
  ): RecordedClient {
    const client = new RecordedClient({
      history: this.history,
      userId: options.credentials.userId,
      im: { random: this.random, ...options },
      ...(device !== undefined && { device }),
      ...(sockets && { sockets }),
    });
    this.clients.push(client);
    this.#ends.push(() => client.im.close());
    return client;
  }

  /** Ends all of it, the last taken first. */
  async end(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
  }
}

/** Plays a scenario with random numbers that are the same for the same seed. */
export const play = async <T>(seed: number, scenario: (stage: Stage) => Promise<T>): Promise<T> => {
  const stage = new Stage(seeded(seed));
  try {
    return await scenario(stage);
  } finally {
    await stage.end();
  }
};
