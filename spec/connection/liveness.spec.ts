import { Subject, interval, takeUntil, timer } from 'rxjs';
import type { NetworkHint } from '../../src/connection';
import { watchSilence } from '../../src/connection/liveness';
import type { FakeSocket } from '../support/fake-socket';
import { friendly, harness, inVirtualTime, states } from './harness';

/** Pings every 10 ms until 100 ms have passed; silence counts after 10 + 5 ms. */
const pinging = (socket: FakeSocket): void => {
  timer(1).subscribe(() => socket.open(10, 5));
  timer(2).subscribe(() => socket.login());
  interval(10)
    .pipe(takeUntil(timer(101)))
    .subscribe(() => socket.frame('2'));
};

describe('Liveness', () => {
  it('takes a connection for lost that was silent for pingInterval + pingTimeout, and drops its socket', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness((socket, count) => (count === 1 ? pinging(socket) : undefined));
      fakes.connection.connect();
      play('120ms z', {
        z: () => {
          expect(fakes.sockets[0]?.ended).toBe('terminated');
          expect(fakes.connection.state).toMatchObject({ cause: { code: 'network' } });
          fakes.connection.close();
        },
      });
      // The last ping came at 100.
      expectObservable(states(fakes.connection)).toBe('caso 111ms w 4ms (z|)');
    });
  });

  it('answers every ping', () => {
    inVirtualTime(({ play }) => {
      const fakes = harness(pinging);
      fakes.connection.connect();
      play('105ms z', {
        z: () => {
          expect(fakes.last.sent.filter((text) => text === '3')).toHaveLength(10);
          fakes.connection.close();
        },
      });
    });
  });

  it('takes any frame for a sign of life, even one that cannot be read', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness((socket) => {
        timer(1).subscribe(() => socket.open(10, 5));
        timer(2).subscribe(() => socket.login());
        timer(12).subscribe(() => socket.event('online', 'bob'));
        timer(24).subscribe(() => socket.frame('nonsense'));
      });
      fakes.connection.connect();
      play('40ms z', { z: () => fakes.connection.close() });
      expectObservable(states(fakes.connection)).toBe('caso 35ms w(z|)');
    });
  });

  it('watches while what was missed is fetched', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const fakes = harness(
        (socket) => {
          timer(1).subscribe(() => socket.open(10, 5));
          timer(2).subscribe(() => socket.login());
        },
        { prepare: () => timer(1_000) },
      );
      fakes.connection.connect();
      play('18ms z', { z: () => fakes.connection.close() });
      expectObservable(states(fakes.connection)).toBe('cas 14ms w(z|)');
    });
  });

  it.each(['up', 'down'] as const)('must hear something within 5 s of the hint %s', (hint) => {
    inVirtualTime(({ expectObservable, play }) => {
      const hint$ = new Subject<NetworkHint>();
      const fakes = harness(friendly, { network: { hint$ } });
      fakes.connection.connect();
      play('1s h 5s z', {
        h: () => hint$.next(hint),
        z: () => {
          expect(fakes.last.sentEvents('renew')).toEqual([{}]);
          fakes.connection.close();
        },
      });
      expectObservable(states(fakes.connection)).toBe('caso 5996ms w(z|)');
      // The wait that follows is not cut short by what ended the connection.
    });
  });

  it('goes on after a hint when the server answers', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const hint$ = new Subject<NetworkHint>();
      const fakes = harness(friendly, { network: { hint$ } });
      fakes.connection.connect();
      play('1s h 99ms a 30s z', {
        h: () => hint$.next('up'),
        a: () => fakes.last.event('token', { token: 'token-2', expiresIn: 3600 }),
        z: () => fakes.connection.close(),
      });
      expectObservable(states(fakes.connection)).toBe('caso 31097ms (z|)');
    });
  });

  it('does not probe a server that does not speak the extensions', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const hint$ = new Subject<NetworkHint>();
      const fakes = harness(
        (socket) => {
          timer(1).subscribe(() => socket.open());
          timer(2).subscribe(() => socket.event('login', { success: true, id: 'alice' }));
        },
        { network: { hint$ } },
      );
      fakes.connection.connect();
      play('1s h 10s z', {
        h: () => hint$.next('up'),
        z: () => {
          expect(fakes.last.sentEvents('renew')).toEqual([]);
          fakes.connection.close();
        },
      });
      expectObservable(states(fakes.connection)).toBe('caso 10997ms (z|)');
    });
  });
});

describe('The watch for silence', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('holds one timer, however many frames come', () => {
    const liveness = watchSilence(1_000, () => undefined);
    for (let i = 0; i < 100; i++) {
      jest.advanceTimersByTime(50);
      liveness.heard();
      expect(jest.getTimerCount()).toBe(1);
    }
    liveness.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('finds out at once that it slept too long', () => {
    const silent = jest.fn();
    const liveness = watchSilence(1_000, silent);
    jest.advanceTimersByTime(500);
    liveness.heard();
    // Asleep, timers stand still and the clock does not.
    jest.setSystemTime(Date.now() + 3_600_000);
    jest.advanceTimersByTime(501);
    expect(silent).toHaveBeenCalledTimes(1);
  });

  it('waits no longer than the limit when the clock is put back', () => {
    const silent = jest.fn();
    const liveness = watchSilence(1_000, silent);
    jest.advanceTimersByTime(500);
    liveness.heard();
    jest.setSystemTime(Date.now() - 3_600_000);
    jest.advanceTimersByTime(1_500);
    expect(silent).toHaveBeenCalledTimes(1);
  });
});
