import type { ServerProcess } from '../../faults/harness/server-process';
import { logIn, openTcp, tcpOf } from '../harness/bare-socket';
import { wsFrame } from '../harness/ws-frame';

const HEADERS = 'POST /rooms HTTP/1.1\r\nHost: a\r\nX-ML-AppId: demo\r\nX-Slow: ';
const BODY =
  'POST /rooms HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n{"name":"';
const EACH = 50;
const PACE = 20;

/** Writes headers, bodies and frames a byte at a time until it is told to stop. */
export const writeSlowly = async (server: ServerProcess): Promise<() => void> => {
  const requests = [HEADERS, BODY].flatMap((beginning) =>
    Array.from({ length: EACH }, () => {
      const socket = openTcp(server.url);
      socket.write(beginning);
      return socket;
    }),
  );
  const frames = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const socket = await logIn(server.clientOptions('slow-writer'));
      const tcp = tcpOf(socket);
      tcp.write(wsFrame({ opcode: 1, length: 60_000 }));
      return tcp;
    }),
  );
  const sockets = [...requests, ...frames];
  const writing = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x');
  }, PACE);
  return () => {
    clearInterval(writing);
    for (const socket of sockets) socket.destroy();
  };
};
