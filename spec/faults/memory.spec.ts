import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { firstValueFrom } from 'rxjs';
import { createIm, friend, text } from 'rxim';
import { fakeSockets } from '../support/fake-socket';
import { note } from './harness/outcome';
import { patience, sized } from './harness/scale';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const heap = (): number => {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it(
  'a million messages through one subscription leave nothing behind',
  async () => {
    const sockets = fakeSockets((socket) => {
      setImmediate(() => {
        socket.open();
        socket.login();
      });
    });
    const nothingMissed = { messages: [], cursor: {}, more: false };
    const im = createIm({
      server: 'http://localhost',
      appId: 'demo',
      clientKey: 'key',
      credentials: { userId: 'alice' },
      WebSocket: sockets.WebSocket,
      fetch: () => Promise.resolve(Response.json(nothingMissed)),
    });
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
