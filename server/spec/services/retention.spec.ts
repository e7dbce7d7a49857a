import { filter, firstValueFrom } from 'rxjs';
import { createIm, memoryStorage, type Im, type ImOptions } from 'rxim';
import { createTestServer, type TestServer } from 'rxim-server/testing';
import { expireMessages } from '../../src/services/retention';
import { createSqliteStore } from '../../src/store';
import { temporaryDirectory } from '../support/directories';
import { World } from '../support/stores';

const DAY = 24 * 60 * 60 * 1000;

describe('messages that have outlived their time', () => {
  const clients: Im[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((im) => im.close()));
  });
  const connected = async (server: TestServer, user: string, options: Partial<ImOptions> = {}) => {
    const im = createIm({ ...server.clientOptions(user), ...options });
    clients.push(im);
    await firstValueFrom(im.connect());
    return im;
  };

  it('go while the server runs, those of strangers later, and a reader who missed them is told of the gap', async () => {
    await using server = await createTestServer({
      limits: { messageLife: 1_000, strangerMessageLife: 365 * DAY, sweepInterval: 100 },
    });
    const storage = memoryStorage();
    const alice = await connected(server, 'alice');
    const bob = await connected(server, 'bob', { storage });
    await firstValueFrom(alice.friends.add('alice', 'bob'));
    const heard = firstValueFrom(bob.message$.pipe(filter(({ content }) => content.body === 'heard')));
    await firstValueFrom(alice.toFriend('bob').text('heard').send());
    await heard;
    await bob.close();
    await firstValueFrom(alice.toFriend('bob').text('missed').send());
    await connected(server, 'carol');
    await firstValueFrom(alice.toStranger('carol').text('kept').send());

    const history = (peer: string) => firstValueFrom(alice.friends.chats('alice', peer));
    for (let left = 1; left > 0; left = (await history('bob')).length);

    const again = createIm({ ...server.clientOptions('bob'), storage });
    clients.push(again);
    const gap = firstValueFrom(again.gaps$);
    again.connect();
    expect(await gap).toMatchObject({ from: 2, to: 2 });
    expect(await firstValueFrom(alice.strangers.chats('alice', 'carol'))).toHaveLength(1);
  });

  it('go in steps that leave the event loop to everybody else', async () => {
    const store = await createSqliteStore({ data: temporaryDirectory() });
    const world = new World(store);
    await world.friends('alice', 'bob');
    const words = 'x'.repeat(200);
    for (let i = 0; i < 100; i++)
      await world.append(...Array.from({ length: 200 }, () => world.message('alice', 'bob', words)));

    // What each turn of the event loop costs this process; the clock would count what others on the machine do.
    const turns: number[] = [];
    let over = false;
    let since = process.cpuUsage();
    const turn = (): void => {
      const { user, system } = process.cpuUsage(since);
      turns.push((user + system) / 1000);
      since = process.cpuUsage();
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    const limits = { messageLife: -DAY, strangerMessageLife: -DAY };
    await expireMessages({ messages: store.messages, limits })(new AbortController().signal);
    over = true;

    expect(await world.bodies('u:alice|u:bob')).toEqual([]);
    // A step takes 200 of the 20,000, in a turn of its own.
    expect(turns.length).toBeGreaterThanOrEqual(100);
    turns.sort((a, b) => a - b);
    expect(turns[Math.floor(turns.length * 0.99)]).toBeLessThan(50);
    await store.close();
  });
});
