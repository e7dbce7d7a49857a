import type { Connection } from '../../src/gateway/connection';
import { SlowConsumers } from '../../src/gateway/slow-consumers';

/** A connection with nothing behind it but the numbers that tell how it does. */
class FakeConnection {
  writeBuffer: { data?: string }[] = [];
  readonly transport: { socket?: { _socket: { bytesWritten: number; writableLength: number } } } = {};
  readonly tcp = { bytesWritten: 0, writableLength: 0 };

  constructor(kind: 'WebSocket' | 'polling' = 'WebSocket') {
    if (kind === 'WebSocket') this.transport.socket = { _socket: this.tcp };
  }

  writes(bytes: number): void {
    this.tcp.bytesWritten += bytes;
    this.tcp.writableLength += bytes;
  }

  takes(bytes: number): void {
    this.tcp.writableLength -= bytes;
  }
}

const LIMITS = { outgoingSize: 1000, outgoingTime: 10_000 };

let closed: unknown[];
let slow: SlowConsumers;
let connections: Map<Connection, unknown>;

beforeEach(() => {
  jest.useFakeTimers();
  closed = [];
  connections = new Map();
  slow = new SlowConsumers(LIMITS, connections, (connection) => closed.push(connection));
});

afterEach(() => {
  slow.stop();
  jest.useRealTimers();
});

const watched = (kind?: 'WebSocket' | 'polling'): FakeConnection => {
  const connection = new FakeConnection(kind);
  connections.set(connection as unknown as Connection, undefined);
  return connection;
};

describe('SlowConsumers', () => {
  it('lets a client go that takes nothing for too long', () => {
    const connection = watched();
    connection.writes(10);
    jest.advanceTimersByTime(10_000);
    expect(closed).toEqual([]);
    jest.advanceTimersByTime(2_000);
    expect(closed).toEqual([connection]);
  });

  it('keeps a busy client, which takes everything but has always something on its way', () => {
    const connection = watched();
    connection.writes(100);
    for (let second = 0; second < 60; second++) {
      jest.advanceTimersByTime(1_000);
      connection.writes(100);
      connection.takes(100);
    }
    expect(closed).toEqual([]);
  });

  it('keeps an idle client', () => {
    watched();
    jest.advanceTimersByTime(60_000);
    expect(closed).toEqual([]);
  });

  it('lets a client go for which too much waits, be it in the socket or before it', () => {
    const [socket, buffer] = [watched(), watched()];
    socket.writes(1_001);
    buffer.writes(500);
    buffer.writeBuffer = [{ data: 'x'.repeat(300) }, { data: 'y'.repeat(300) }];
    jest.advanceTimersByTime(1_000);
    expect(closed).toEqual([socket, buffer]);
  });

  it('lets a client go that stopped polling, and keeps one that polls', () => {
    const [gone, polling] = [watched('polling'), watched('polling')];
    gone.writeBuffer = [{ data: 'x' }];
    for (let second = 0; second < 30; second++) {
      polling.writeBuffer = [{ data: `${second}` }];
      jest.advanceTimersByTime(1_000);
      slow.flushed(polling as unknown as Connection);
    }
    expect(closed).toEqual([gone]);
  });

  it('tells of a client once, and of none that is gone', () => {
    const [twice, gone] = [watched(), watched()];
    twice.writes(2_000);
    gone.writes(2_000);
    connections.delete(gone as unknown as Connection);
    slow.forget(gone as unknown as Connection);
    jest.advanceTimersByTime(60_000);
    expect(closed).toEqual([twice]);
  });
});
