import { EventEmitter } from 'node:events';
import { endConnection, type Connection } from '../../src/gateway/connection';

/** A connection over a WebSocket, of which only the TCP socket matters. */
class FakeConnection {
  readonly tcp = Object.assign(new EventEmitter(), { destroyed: false, destroy: jest.fn() });
  readonly transport = { name: 'websocket', socket: { _socket: this.tcp } };
  readonly close = jest.fn();
}

const ended = (): FakeConnection => {
  const connection = new FakeConnection();
  endConnection(connection as unknown as Connection);
  expect(connection.close).toHaveBeenCalledWith(false);
  return connection;
};

describe('A connection that is ended', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('has five seconds to take the goodbye, and is dropped then with all that waits for it', () => {
    const { tcp } = ended();
    jest.advanceTimersByTime(4_999);
    expect(tcp.destroy).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(tcp.destroy).toHaveBeenCalledTimes(1);
  });

  it('leaves no timer when it has gone by itself', () => {
    const { tcp } = ended();
    tcp.emit('close');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is not dropped later for being ended again', () => {
    const connection = ended();
    jest.advanceTimersByTime(4_000);
    endConnection(connection as unknown as Connection);
    jest.advanceTimersByTime(1_000);
    expect(connection.tcp.destroy).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
