import { createWebPush } from 'rxim/webpush';
import { EMPTY, firstValueFrom, of } from 'rxjs';

/** What a browser has, as globals, until the test is over. */
const browser = (permission: NotificationPermission, globals: object = {}) => {
  const before = Object.getOwnPropertyDescriptors(globalThis);
  const register = jest.fn();
  const navigator = {
    language: 'zh-CN',
    serviceWorker: { register, getRegistration: async () => undefined },
  };
  const Notification = { permission, requestPermission: async () => permission };
  const all = { navigator, Notification, PushManager: Object, ...globals };
  for (const [name, value] of Object.entries(all))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  undo.push(() => {
    for (const name of Object.keys(all)) {
      const known = before[name];
      if (known) Object.defineProperty(globalThis, name, known);
      else Reflect.deleteProperty(globalThis, name);
    }
  });
  return { register };
};
const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((each) => each()));

const push = () => {
  const installations = {
    offer: () => of({ platforms: [] }),
    register: () => of({ id: 'browser' }),
    remove: () => EMPTY,
    list: () => of([]),
  };
  return createWebPush({ im: { installations }, user: 'bob', installId: 'browser', worker: '/worker.js' });
};

it('a browser without Web Push is unsupported, and cannot be enabled', async () => {
  browser('default', { navigator: { language: 'en' } });
  expect(await firstValueFrom(push().state$)).toBe('unsupported');
  await expect(firstValueFrom(push().enable())).rejects.toMatchObject({ code: 'unsupported' });
});

it('who said no is not asked for anything else', async () => {
  const { register } = browser('denied');
  expect(await firstValueFrom(push().state$)).toBe('blocked');
  await expect(firstValueFrom(push().enable())).rejects.toMatchObject({ code: 'denied' });
  expect(register).not.toHaveBeenCalled();
});

it('a server without a VAPID key cannot be subscribed to', async () => {
  const { register } = browser('granted');
  expect(await firstValueFrom(push().state$)).toBe('off');
  await expect(firstValueFrom(push().enable())).rejects.toMatchObject({ code: 'unsupported' });
  expect(register).not.toHaveBeenCalled();
});
