import type { Socket } from 'node:net';
import type { ServerProcess } from '../../faults/harness/server-process';
import { pick, type Random } from '../../support/random';
import { openBare, openTcp, PATH } from '../harness/bare-socket';
import { nastyValue, write } from '../harness/nasty';

const UPGRADE = `GET ${PATH} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;

/** Beginnings of a request that goes no further. */
const BEGINNINGS: readonly string[] = [
  '',
  'GET ',
  UPGRADE,
  `${UPGRADE}Sec-WebSocket-Version: 99\r\n\r\n`,
  `${UPGRADE}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n`,
  `${UPGRADE.replace('EIO=4', 'EIO=9')}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
  `GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n`,
  `POST /socket.io/?EIO=4&transport=polling&sid=none HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n40{`,
  `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n`,
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
];

/** Opens one and leaves it; resolves when it is open, with what ends it. */
const half = (url: string, random: Random): Promise<() => void> =>
  new Promise((resolve) => {
    const socket: Socket = openTcp(url);
    const settle = (): void => resolve(() => socket.destroy());
    socket.once('connect', () => void socket.write(pick(random, BEGINNINGS), settle)).once('close', settle);
    socket.resume();
  });

/** Opens a WebSocket and asks for a login that there is none of. */
const refused = (url: string, random: Random): Promise<() => void> =>
  new Promise((resolve) => {
    const socket = openBare(url);
    const settle = (): void => resolve(() => socket.terminate());
    const login = random() < 0.3 ? { app: 'demo', key: 'no', client: 'a' } : nastyValue(random);
    socket.once('message', () => socket.send(`40/chat,${write(login)}`, settle)).once('close', settle);
  });

/** Comes and comes, and never logs in: so many connections, of which so many are left open at a time. */
export const floodHandshakes = async (
  { url }: ServerProcess,
  random: Random,
  { connections, open }: { readonly connections: number; readonly open: number },
): Promise<void> => {
  const ends: (() => void)[] = [];
  let left = connections;
  const comeAgain = async (): Promise<void> => {
    while (left-- > 0) {
      ends.push(await (random() < 0.5 ? half(url, random) : refused(url, random)));
      if (ends.length > open) ends.shift()?.();
    }
  };
  await Promise.all(Array.from({ length: 20 }, comeAgain));
  for (const end of ends) end();
};
