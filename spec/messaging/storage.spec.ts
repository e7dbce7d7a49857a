import { EMPTY, of, type Subscription } from 'rxjs';
import type { Session } from '../../src/connection';
import { Messaging } from '../../src/messaging/messaging';
import type { Identity } from '../../src/protocol';
import { memoryStorage, type Device } from '../../src/storage';

/** Lets promises that are settled be heard of. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A device whose storage opens when it is told to, and what became of it. */
const newMessaging = () => {
  const opened: string[] = [];
  const closed: string[] = [];
  const waiting: (() => void)[] = [];
  const storage = ({ id }: Identity): Promise<Device> => {
    opened.push(id);
    return new Promise((resolve, reject) => {
      waiting.push(() => {
        memoryStorage()
          .open(id, () => undefined)
          .then((device) => {
            device.close = () => {
              closed.push(id);
              return Promise.resolve();
            };
            resolve(device);
          }, reject);
      });
    });
  };
  const messaging = new Messaging<never>({
    transmit: () => true,
    fetch: () => of({ messages: [], cursor: {}, more: false }),
    upload: () => EMPTY,
    storage,
  });
  let ready = 0;
  let count = 0;
  return {
    messaging,
    opened,
    closed,
    ready: () => ready,
    /** The storage that was asked for first is there. */
    open: async (): Promise<void> => {
      waiting.shift()?.();
      await settled();
    },
    logIn: (id: string): Subscription => {
      const self: Identity = { kind: 'user', id };
      const known = { database: 'db', secret: undefined, limits: undefined };
      const session: Session = { epoch: ++count, self, extended: true, ...known };
      return messaging.prepare(session).subscribe({ complete: () => ready++ });
    },
  };
};

describe('a storage that is being opened', () => {
  it('serves the next session if its connection is lost meanwhile, and is opened once', async () => {
    const { logIn, open, opened, closed, ready } = newMessaging();
    logIn('alice').unsubscribe();
    logIn('alice');
    await open();
    await settled();

    expect({ opened, closed, ready: ready() }).toEqual({ opened: ['alice'], closed: [], ready: 1 });
  });

  it('is given up as soon as it is there if somebody else has logged in meanwhile', async () => {
    const { logIn, open, opened, closed, ready } = newMessaging();
    logIn('alice').unsubscribe();
    logIn('bob');
    await open();
    await open();
    await settled();

    expect({ opened, closed, ready: ready() }).toEqual({
      opened: ['alice', 'bob'],
      closed: ['alice'],
      ready: 1,
    });
  });

  it('is given up as soon as it is there if the client was closed meanwhile, which waits for it', async () => {
    const { logIn, messaging, open, closed } = newMessaging();
    logIn('alice').unsubscribe();
    let over = false;
    const closing = messaging.close().then(() => (over = true));
    await settled();
    expect(over).toBe(false);
    await open();
    await closing;

    expect(closed).toEqual(['alice']);
  });
});
