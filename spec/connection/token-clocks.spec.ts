import { interval, timer } from 'rxjs';
import type { ImError } from '../../src/errors';
import { harness, type Harness } from './harness';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A server that pings, logs everybody in and answers every `renew`; its tokens live for so many seconds. */
const tokensOf = (expiresIn: number) => {
  let made = 0;
  const fakes = harness((socket, count) => {
    timer(1).subscribe(() => socket.open());
    timer(2).subscribe(() => socket.login({ token: `login-${count}`, expiresIn }));
    const send = socket.send.bind(socket);
    socket.send = (text) => {
      send(text);
      if (text === '42/chat,["renew",{}]' && isAwake)
        socket.event('token', { token: `renewed-${++made}`, expiresIn });
    };
    const pings = interval(25_000).subscribe(() =>
      socket.isHeldByClient ? socket.frame('2') : pings.unsubscribe(),
    );
  });
  let isAwake = true;
  return {
    fakes,
    /** Tokens that were asked for. */
    get renewed() {
      return fakes.sockets.reduce((sum, socket) => sum + socket.sentEvents('renew').length, 0);
    },
    /** The network is gone, as while a laptop sleeps. */
    sleep: () => void (isAwake = false),
    wake: () => void (isAwake = true),
  };
};

/** Asks for a token as a request would; tells what came of it. */
const ask = ({ connection }: Harness): string[] => {
  const heard: string[] = [];
  connection.token().subscribe({
    next: (token) => heard.push(token),
    error: (error: unknown) => heard.push(String((error as ImError).code)),
  });
  return heard;
};

const namesOf = ({ connection }: Harness): string[] => {
  const names: string[] = [];
  connection.state$.subscribe(({ name }) => names.push(name));
  return names;
};

describe('A session token', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['is a day ahead', DAY],
    ['is a day behind', -DAY],
  ])('is renewed once an hour on a device whose clock %s', (_how, skew) => {
    jest.setSystemTime(Date.now() + skew);
    const server = tokensOf(3600);
    server.fakes.connection.connect();
    jest.advanceTimersByTime(1_000);
    for (let minute = 0; minute < 3 * 60; minute++) {
      expect(ask(server.fakes)).toHaveLength(1);
      jest.advanceTimersByTime(60_000);
    }
    expect(server.renewed).toBe(3);
    expect(server.fakes.sockets).toHaveLength(1);
  });

  it.each([
    ['ahead', DAY],
    ['back', -DAY],
  ])('survives a clock that is put a day %s: no logout, and one more login at the most', (_how, jump) => {
    const server = tokensOf(3600);
    server.fakes.connection.connect();
    jest.advanceTimersByTime(10_000);
    const names = namesOf(server.fakes);
    jest.setSystemTime(Date.now() + jump);
    jest.advanceTimersByTime(10 * 60_000);
    expect(ask(server.fakes)).toHaveLength(1);
    expect(names).not.toContain('stopped');
    expect(server.fakes.connection.state.name).toBe('online');
    expect(server.fakes.sockets.length).toBeLessThanOrEqual(2);
    expect(server.renewed).toBeLessThanOrEqual(1);
  });

  it('that is being renewed when the device falls asleep is replaced after it has woken: no logout, one more login', () => {
    const server = tokensOf(50);
    server.fakes.connection.connect();
    jest.advanceTimersByTime(1_000);
    const names = namesOf(server.fakes);
    server.sleep();
    const asked = ask(server.fakes);
    expect(asked).toEqual([]);
    // Timers stand still; the clock on the wall does not.
    jest.setSystemTime(Date.now() + 8 * HOUR);
    server.wake();
    const { last } = server.fakes;
    last.drop();
    jest.advanceTimersByTime(5_000);
    expect(asked).toEqual(['login-2']);
    expect(server.fakes.sockets).toHaveLength(2);
    expect(names).not.toContain('stopped');
    expect(server.fakes.connection.state.name).toBe('online');
  });

  it('is asked for by nobody in vain: however often they expire, there is one renewal a request and none without', () => {
    const server = tokensOf(0);
    server.fakes.connection.connect();
    jest.advanceTimersByTime(HOUR);
    expect(server.renewed).toBe(0);
    expect([...ask(server.fakes), ...ask(server.fakes)]).toEqual(['renewed-1', 'renewed-2']);
    jest.advanceTimersByTime(HOUR);
    expect(server.renewed).toBe(2);
    expect(server.fakes.sockets).toHaveLength(1);
  });
});
