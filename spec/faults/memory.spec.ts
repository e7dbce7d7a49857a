import { firstValueFrom } from 'rxjs';
import { createIm, friend, liveRoom, room, text } from 'rxim';
import { fakeSockets } from '../support/fake-socket';
import { heap } from '../../server/spec/support/heap';
import { note } from './harness/outcome';
import { isFull, patience, sized } from './harness/scale';
import { pause, until } from './harness/until';

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A client that is about to be online; every request of it gets the same answer. */
const newClient = (answer: unknown) => {
  const sockets = fakeSockets((socket) => {
    setImmediate(() => {
      socket.open();
      socket.login();
    });
  });
  const im = createIm({
    server: 'http://localhost',
    appId: 'demo',
    clientKey: 'key',
    credentials: { userId: 'alice' },
    WebSocket: sockets.WebSocket,
    fetch: () => Promise.resolve(Response.json(answer)),
    viewGrace: 0,
  });
  return { im, sockets };
};
const NOTHING_MISSED = { messages: [], cursor: {}, more: false };

it(
  'a million messages through one subscription leave nothing behind',
  async () => {
    const { im, sockets } = newClient(NOTHING_MISSED);
    let heard = 0;
    let wrong = 0;
    const last = new Map<string, number>();
    im.message$.subscribe(({ from: { id }, seq = 0 }) => {
      heard++;
      if (seq !== (last.get(id) ?? 0) + 1) wrong++;
      last.set(id, seq);
    });
    await firstValueFrom(im.connect());

    let said = 0;
    const hear = async (count: number): Promise<void> => {
      for (const end = said + count; said < end; said++) {
        const seq = Math.floor(said / 100) + 1;
        const from = friend(`bob${said % 100}`);
        sockets.last.event('message', { from, content: text(`message ${said}`), ts: 1_000 + said, seq });
        if (said % 1_000 === 0) await nextTick();
      }
    };
    const count = sized(1_000_000);
    // Code is compiled and shapes are learned with the first ones.
    await hear(50_000);
    const before = heap();
    await hear(count);
    const growth = heap() - before;
    await im.close();

    note('memory', { messages: heard, 'heap growth KiB': Math.round(growth / 1024) });
    expect({ heard, wrong }).toEqual({ heard: 50_000 + count, wrong: 0 });
    expect(growth).toBeLessThanOrEqual(5 * 2 ** 20);
  },
  patience,
);

it(
  'a room of a thousand members costs what is shown of it, and nothing once it is left',
  async () => {
    const members = Array.from({ length: 1_000 }, (_, i) => `member-${i}`);
    const answer = { ...NOTHING_MISSED, members, online: [], attributes: { presence: 'members' }, ts: 1 };
    const { im, sockets } = newClient(answer);
    await firstValueFrom(im.connect());
    const filling = 'x'.repeat(200);
    let ts = 0;
    /** Somebody speaks, and somebody comes or goes. */
    const happen = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        const from = { id: members[i % 1_000], type: 2, gid: 'hall' };
        sockets.last.event('message', { from, content: text(`message ${i} ${filling}`), ts: ++ts });
        if (i % 10 > 0) continue;
        const online = members.slice(0, (i * 7) % 1_000);
        sockets.last.event('change', { kind: 'room', id: 'hall', op: 'updated', value: { online } });
        await nextTick();
      }
    };
    const look = () => {
      const seen = { lines: -1, there: -1 };
      const looking = im
        .conversation(room('hall'))
        .messages$.subscribe(({ length }) => (seen.lines = length));
      looking.add(liveRoom(im, 'hall').subscribe((hall) => (seen.there = hall?.online?.length ?? -1)));
      return { seen, looking };
    };
    const first = look();
    await happen(1_000);
    first.looking.unsubscribe();
    await pause(50);

    const before = heap();
    const { seen, looking } = look();
    await until('both views', () => seen.there >= 0 && seen.lines >= 0);
    const count = isFull ? 20_000 : 5_000;
    await happen(count);
    expect(seen).toEqual({ lines: count, there: ((count - 10) * 7) % 1_000 });
    const shown = heap() - before;
    looking.unsubscribe();
    // A view outlives its last subscriber by a moment.
    await pause(50);
    const left = heap() - before;
    await im.close();

    note('a large room', {
      lines: count,
      'KiB shown': Math.round(shown / 1024),
      'KiB left': Math.round(left / 1024),
    });
    expect(shown).toBeLessThan(2 ** 20 + count * 1_000);
    expect(left).toBeLessThan(2 ** 20);
  },
  patience,
);
