import { Subject, map } from 'rxjs';
import { platformNetwork, type NetworkHint } from '../../src/connection';
import { friendly, harness, inVirtualTime, numbered, unreachable } from './harness';

describe('A network hint', () => {
  it('cuts a wait short when the network comes back, and not when it goes', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const hint$ = new Subject<NetworkHint>();
      const { connection } = harness(
        (socket, count) => (count === 1 ? unreachable(socket) : friendly(socket)),
        {
          network: { hint$ },
        },
      );
      connection.connect();
      play('--d--u----z', {
        d: () => hint$.next('down'),
        u: () => hint$.next('up'),
        z: () => connection.close(),
      });
      expectObservable(connection.state$.pipe(map(numbered))).toBe('ab---cdef-(z|)', {
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

  it('does not start what the application has not started, and is not listened to when nothing is under way', () => {
    inVirtualTime(({ expectObservable, play }) => {
      const hint$ = new Subject<NetworkHint>();
      const { connection } = harness(friendly, { network: { hint$ } });
      play('u-c----u-d-u-z', {
        u: () => hint$.next('up'),
        c: () => connection.connect(),
        d: () => {
          expect(hint$.observed).toBe(true);
          connection.disconnect();
          expect(hint$.observed).toBe(false);
        },
        z: () => connection.close(),
      });
      expectObservable(connection.state$.pipe(map(numbered))).toBe('i-abcd---i---(z|)', {
        i: 'i',
        a: 'c1',
        b: 'a1',
        c: 's1',
        d: 'o',
        z: 'z',
      });
    });
  });
});

describe('The platform’s network hints', () => {
  const globals = globalThis as {
    addEventListener?: unknown;
    removeEventListener?: unknown;
    document?: unknown;
  };
  afterEach(() => {
    delete globals.addEventListener;
    delete globals.removeEventListener;
    delete globals.document;
  });

  const hear = (): { heard: NetworkHint[]; stop: () => void } => {
    const heard: NetworkHint[] = [];
    const subscription = platformNetwork.hint$.subscribe((hint) => heard.push(hint));
    return { heard, stop: () => subscription.unsubscribe() };
  };

  const browser = (): { window: EventTarget; listeners: () => number } => {
    const window = new EventTarget();
    let listeners = 0;
    globals.addEventListener = (...given: Parameters<EventTarget['addEventListener']>) => {
      listeners++;
      window.addEventListener(...given);
    };
    globals.removeEventListener = (...given: Parameters<EventTarget['removeEventListener']>) => {
      listeners--;
      window.removeEventListener(...given);
    };
    return { window, listeners: () => listeners };
  };

  it('are none in Node', () => {
    const complete = jest.fn();
    platformNetwork.hint$.subscribe({ complete });
    expect(complete).toHaveBeenCalled();
  });

  it('are the online and offline events of a worker, for as long as they are subscribed to', () => {
    const { window, listeners } = browser();
    const { heard, stop } = hear();
    window.dispatchEvent(new Event('offline'));
    window.dispatchEvent(new Event('online'));
    stop();
    window.dispatchEvent(new Event('online'));
    expect(heard).toEqual(['down', 'up']);
    expect(listeners()).toBe(0);
  });

  it('tell when a page is seen again', () => {
    browser();
    const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
    globals.document = document;
    const { heard, stop } = hear();
    document.dispatchEvent(new Event('visibilitychange'));
    document.visibilityState = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    stop();
    expect(heard).toEqual(['up']);
  });
});
