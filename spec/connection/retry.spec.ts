import { EMPTY, NEVER, firstValueFrom, map, of, throwError, timer } from 'rxjs';
import { NetworkError, RefusedError } from '../../src/errors';
import type { FakeSocket } from '../support/fake-socket';
import { friendly, harness, inVirtualTime, numbered, refusing, states, unreachable } from './harness';

describe('The retry loop', () => {
  it('goes online by way of every state', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const { connection } = harness(friendly, { prepare: () => timer(3) });
      play('-c------z', { c: () => connection.connect(), z: () => connection.close() });
      expectObservable(states(connection)).toBe('icas--o-(z|)');
    });
  });

  it('waits longer after every failed attempt, up to the limit', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const { connection } = harness(unreachable, { backoff: { initial: 10, max: 50, factor: 3 } });
      connection.connect();
      play('70ms z', { z: () => connection.close() });
      expectObservable(connection.state$.pipe(map(numbered))).toBe('a b 14ms c d 24ms e f 24ms g h (z|)', {
        a: 'c1',
        b: 'w2',
        c: 'c2',
        d: 'w3',
        e: 'c3',
        f: 'w4',
        g: 'c4',
        h: 'w5',
        z: 'z',
      });
    });
  });

  it('says when the next attempt will be, and why', () => {
    const seen: unknown[] = [];
    inVirtualTime(() => {
      const { connection } = harness(unreachable);
      connection.connect();
      connection.state$.subscribe((state) => {
        if (state.name === 'waiting') seen.push([state.retryAt, state.cause.code]);
        if (seen.length === 3) connection.close();
      });
    });
    expect(seen).toEqual([
      [501, 'network'],
      [1502, 'network'],
      [3503, 'network'],
    ]);
  });

  it('counts anew after being online, and not after a mere login', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const preparations = [throwError(() => new Error('sync')), throwError(() => new Error('sync'))];
      const fakes = harness(friendly, { prepare: () => preparations.shift() ?? timer(1) });
      fakes.connection.connect();
      play('2s d 253ms z', { d: () => fakes.last.drop(), z: () => fakes.connection.close() });
      const words = {
        a: 'c1',
        b: 'a1',
        c: 's1',
        d: 'w2',
        e: 'c2',
        f: 'a2',
        g: 's2',
        h: 'w3',
        i: 'c3',
        j: 'a3',
        k: 's3',
      };
      expectObservable(fakes.connection.state$.pipe(map(numbered))).toBe(
        'ab(cd) 496ms ef(gh) 996ms ijko 492ms w 249ms abco(z|)',
        { ...words, o: 'o', w: 'w1', z: 'z' },
      );
    });
  });

  it('is lost, not stopped, when what was missed is refused', () => {
    const seen: unknown[] = [];
    const cause = new RefusedError(5003);
    inVirtualTime(() => {
      const { connection } = harness(friendly, { prepare: () => throwError(() => cause) });
      connection.connect();
      connection.state$.subscribe((state) => {
        if (state.name !== 'waiting') return;
        seen.push(state.cause.code, state.cause.cause);
        connection.close();
      });
    });
    expect(seen).toEqual(['network', cause]);
  });

  it('skips the rest of a wait when asked to connect', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const { connection } = harness((socket, count) =>
        count === 1 ? unreachable(socket) : friendly(socket),
      );
      connection.connect();
      play('10ms c---z', { c: () => connection.connect(), z: () => connection.close() });
      expectObservable(connection.state$.pipe(map(numbered))).toBe('ab 8ms cdef(z|)', {
        a: 'c1',
        b: 'w2',
        c: 'c2',
        d: 'a2',
        e: 's2',
        f: 'o',
        z: 'z',
      });
    });
  });

  it('waits as long as the server asks for in its goodbye', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness(friendly);
      fakes.connection.connect();
      play('10ms b 1503ms z', {
        b: () => fakes.last.event('bye', { reason: 'restart', retryIn: 1500 }),
        z: () => fakes.connection.close(),
      });
      expectObservable(states(fakes.connection)).toBe('caso 6ms w 1499ms caso(z|)');
    });
  });

  it('waits for ten minutes, and not for weeks, after a goodbye that asks for weeks', () => {
    const waits: number[] = [];
    inVirtualTime(({ play }) => {
      const fakes = harness(friendly);
      fakes.connection.connect();
      play('10ms b--z', {
        b: () => fakes.last.event('bye', { reason: 'restart', retryIn: Number.MAX_SAFE_INTEGER }),
        z: () => {
          const { state } = fakes.connection;
          if (state.name === 'waiting') waits.push(state.retryAt);
          fakes.connection.close();
        },
      });
    });
    expect(waits).toEqual([10 + 600_000]);
  });

  it('uses the backoff when the goodbye names no time, and closes the socket itself', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness(friendly);
      fakes.connection.connect();
      play('10ms b--z', {
        b: () => fakes.last.event('bye', { reason: 'slow' }),
        z: () => {
          expect(fakes.sockets.map(({ ended }) => ended)).toEqual(['closed']);
          fakes.connection.close();
        },
      });
      expectObservable(states(fakes.connection)).toBe('caso 6ms w--(z|)');
    });
  });

  it('stops when the server logs the user out, even if credentials can be renewed', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness(friendly, { renewable: true });
      fakes.connection.connect();
      play('10ms b 1m z', {
        b: () => fakes.last.event('bye', { reason: 'logout' }),
        z: () => fakes.connection.close(),
      });
      expectObservable(states(fakes.connection)).toBe('caso 6ms x 1m (z|)');
    });
  });

  it.each([5003, 5004, 5009, 5999])('stops when the login is refused with %i, until connect()', (error) => {
    const causes: unknown[] = [];
    inVirtualTime(({ expectObservable, play }) => {
      const { connection } = harness((socket, count) =>
        count === 1 ? refusing(error)(socket) : friendly(socket),
      );
      connection.connect();
      play('1m c---z', {
        c: () => {
          causes.push(connection.state.name === 'stopped' ? connection.state.cause : connection.state);
          connection.connect();
        },
        z: () => connection.close(),
      });
      expectObservable(connection.state$.pipe(map(numbered))).toBe('abx 59997ms abso(z|)', {
        a: 'c1',
        b: 'a1',
        x: 'x',
        s: 's1',
        o: 'o',
        z: 'z',
      });
    });
    expect(causes).toEqual([expect.any(RefusedError)]);
    expect(causes).toEqual([expect.objectContaining({ code: error, retry: false })]);
  });

  it.each([5002, 5013, 5014])('tries again by itself when the login is refused with %i', (error) => {
    inVirtualTime(({ expectObservable, play }) => {
      const { connection } = harness((socket, count) =>
        count === 1 ? refusing(error)(socket) : friendly(socket),
      );
      connection.connect();
      play('506ms z', { z: () => connection.close() });
      expectObservable(states(connection)).toBe('caw 499ms caso(z|)');
    });
  });

  it('stops when the namespace is refused', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness((socket) => {
        timer(1).subscribe(() => socket.open());
        timer(2).subscribe(() => socket.frame('44/chat,{"message":"Invalid namespace"}'));
      });
      fakes.connection.connect();
      play('10s z', { z: () => fakes.connection.close() });
      expectObservable(
        fakes.connection.state$.pipe(map((state) => ('cause' in state ? state.cause.message : state.name))),
      ).toBe('cax 9997ms (z|)', {
        c: 'connecting',
        a: 'authenticating',
        x: 'Invalid namespace',
        z: 'closed',
      });
    });
  });

  it('asks once more for renewable credentials, tells why, and then stops', () => {
    const asked: unknown[] = [];
    inVirtualTime(({ expectObservable, play }) => {
      const { connection } = harness(refusing(), {
        renewable: true,
        auth: (retryOf) => {
          asked.push(retryOf?.code);
          return of({ app: 'demo', token: 't' });
        },
      });
      connection.connect();
      play('1s c-----z', { c: () => connection.connect(), z: () => connection.close() });
      expectObservable(connection.state$.pipe(map(numbered))).toBe('abcdx 995ms abcdx-(z|)', {
        a: 'c1',
        b: 'a1',
        c: 'c2',
        d: 'a2',
        x: 'x',
        z: 'z',
      });
    });
    expect(asked).toEqual([undefined, 5003, undefined, 5003]);
  });

  it('keeps asking for other credentials than the refused ones while the network fails', () => {
    const asked: unknown[] = [];
    inVirtualTime(({ play }) => {
      const server = [refusing(), unreachable, unreachable, friendly, friendly];
      const fakes = harness((socket, count) => server[count - 1]?.(socket), {
        renewable: true,
        auth: (retryOf) => {
          asked.push(retryOf?.code);
          return of({ app: 'demo', token: 't' });
        },
      });
      fakes.connection.connect();
      play('10s d 1s z', { d: () => fakes.last.drop(), z: () => fakes.connection.close() });
    });
    expect(asked).toEqual([undefined, 5003, 5003, 5003, undefined]);
  });

  it('gives up an attempt that takes too long, and drops its socket', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness((socket) => timer(1).subscribe(() => socket.open()), { attemptTimeout: 100 });
      fakes.connection.connect();
      play('150ms z', {
        z: () => {
          expect(fakes.connection.state).toMatchObject({ name: 'waiting', cause: { code: 'timeout' } });
          expect(fakes.sockets.map(({ ended }) => ended)).toEqual(['terminated']);
          fakes.connection.close();
        },
      });
      expectObservable(states(fakes.connection)).toBe('ca 98ms w 49ms (z|)');
    });
  });

  it('gives up credentials that take too long', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness(friendly, { auth: () => NEVER });
      fakes.connection.connect();
      play('15010ms z', { z: () => fakes.connection.close() });
      expectObservable(states(fakes.connection)).toBe('c 14999ms w 9ms (z|)');
      expect(fakes.sockets).toEqual([]);
    });
  });

  it.each([
    ['tries again when the credentials function fails', new Error('offline'), 'w'],
    ['tries again when the credentials function says that it may help', new NetworkError('offline'), 'w'],
    ['stops when the credentials function says that it would not help', new RefusedError(5003), 'x'],
    ['stops when the credentials function gives nothing', undefined, 'x'],
  ])('%s', (_, error, letter) => {
    inVirtualTime(({ expectObservable, play }) => {
      const { connection } = harness(friendly, { auth: () => (error ? throwError(() => error) : EMPTY) });
      connection.connect();
      play('--z', { z: () => connection.close() });
      expectObservable(states(connection)).toBe(`${letter}-(z|)`);
    });
  });

  it('stops when there can be no such socket', async () => {
    const { connection } = harness(() => {
      throw new SyntaxError('Invalid URL');
    });
    await expect(firstValueFrom(connection.connect())).rejects.toMatchObject({
      code: 'network',
      retry: false,
      cause: new SyntaxError('Invalid URL'),
    });
    expect(connection.state.name).toBe('stopped');
  });

  it.each([
    ['the socket closes', (socket: FakeSocket) => socket.drop()],
    ['the server leaves the namespace', (socket: FakeSocket) => socket.frame('41/chat,')],
    ['the server closes the transport', (socket: FakeSocket) => socket.frame('1')],
  ])('is lost when %s', (_, lose) => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness(friendly);
      fakes.connection.connect();
      play('------l-z', { l: () => lose(fakes.last), z: () => fakes.connection.close() });
      expectObservable(states(fakes.connection)).toBe('caso--w-(z|)');
    });
  });
});
