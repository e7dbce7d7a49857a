import type { Socket as TcpSocket } from 'node:net';
import { tcpOf, type Connection } from './connection';

/**
 * Holds what goes to a socket back until the turn of the event loop is over, so that a burst leaves in one write instead
 * of one a frame: system calls are most of what a fan-out costs. `before` is called ahead of the first frame of a turn.
 */
export const createCork = (before: (connection: Connection, tcp: TcpSocket) => void) => {
  let corked = new Set<TcpSocket>();
  const uncork = (): void => {
    const all = corked;
    corked = new Set();
    for (const tcp of all) tcp.uncork();
  };
  return (connection: Connection): void => {
    connection.on('flush', () => {
      const tcp = tcpOf(connection);
      if (tcp === undefined || corked.has(tcp)) return;
      before(connection, tcp);
      if (corked.size === 0) setImmediate(uncork);
      corked.add(tcp);
      tcp.cork();
    });
    // Engine.IO would keep everything behind the first frame back until that has left, and write it in a second go.
    connection.on('drain', () => {
      if (connection.transport.name === 'websocket') connection.transport.writable = true;
    });
  };
};
