import { showPushes, type PushPayload, type PushWorker, type PushWorkerOptions } from 'rxim/webpush';

const payload: PushPayload = {
  id: '7.1',
  title: 'alice',
  body: 'hi',
  tag: 'u:alice|u:bob',
  count: 1,
  sound: 'default',
  parrot: { from: { id: 'alice', type: 0 }, content: { media: 0, body: 'hi' }, ts: 1000, seq: 1 },
};

interface Shown {
  readonly title: string;
  readonly options: NotificationOptions | undefined;
}

/** A service worker with so many windows of the site, at `https://chat.example/app/`. */
const scene = (
  options: Partial<PushWorkerOptions> = {},
  windows: readonly string[] = [],
  setAppBadge?: PushWorker['navigator']['setAppBadge'],
) => {
  const shown: Shown[] = [];
  const badges: (number | undefined)[] = [];
  const done: Promise<unknown>[] = [];
  const told: string[] = [];
  const worker: PushWorker = Object.assign(new EventTarget(), {
    registration: {
      scope: 'https://chat.example/app/',
      showNotification: async (title: string, options?: NotificationOptions) =>
        void shown.push({ title, options }),
    },
    clients: {
      matchAll: async () =>
        windows.map((url, n) => ({
          url,
          focused: n === 1,
          focus: async () => told.push(`focus ${url}`),
          postMessage: (message: unknown) => told.push(`${url} ${JSON.stringify(message)}`),
        })),
      openWindow: async (url: string) => told.push(`open ${url}`),
    },
    navigator: { setAppBadge: setAppBadge ?? (async (count?: number) => void badges.push(count)) },
  });
  const watching = showPushes(worker, { urlOf: ({ parrot }) => `#${parrot.seq}`, ...options });
  const dispatch = async (name: string, more: object): Promise<void> => {
    const event = Object.assign(new Event(name), { waitUntil: (each: Promise<unknown>) => done.push(each) });
    worker.dispatchEvent(Object.assign(event, more));
    await Promise.all(done);
  };
  const push = (said: unknown) => dispatch('push', { data: { json: () => said } });
  const click = (data: unknown) =>
    dispatch('notificationclick', { notification: { data, close: () => told.push('close') } });
  return { shown, badges, told, push, click, watching };
};

it('shows what is pushed, one notification a conversation', async () => {
  const { shown, badges, push } = scene({ icon: 'icon.png' });
  await push(payload);
  expect(shown).toEqual([
    {
      title: 'alice',
      options: {
        body: 'hi',
        tag: 'u:alice|u:bob',
        renotify: true,
        silent: false,
        timestamp: 1000,
        icon: 'icon.png',
        data: payload,
      },
    },
  ]);
  expect(badges).toEqual([]);
});

it('is silent without a sound, counts on the icon, and looks as the application says', async () => {
  const { shown, badges, push } = scene({ shape: ({ body }) => ({ body: body.toUpperCase() }) });
  const { sound: _, ...silent } = payload;
  await push({ ...silent, badge: 3 });
  expect(shown).toMatchObject([{ options: { silent: true, body: 'HI' } }]);
  expect(badges).toEqual([3]);
});

it('shows what is pushed though the platform refuses a number on the icon', async () => {
  const { shown, push } = scene({}, [], () => Promise.reject(new Error('not allowed')));
  await push({ ...payload, badge: 3 });
  expect(shown).toHaveLength(1);
});

it('a click opens the conversation where no window of the site is open', async () => {
  const { told, click } = scene({}, ['https://chat.example/other/']);
  await click(payload);
  expect(told).toEqual(['close', 'open https://chat.example/app/#1']);
});

it('a click brings the window in use to the front, and tells it where to go', async () => {
  const { told, click } = scene({}, ['https://chat.example/app/a', 'https://chat.example/app/b']);
  await click(payload);
  const opened = { url: 'https://chat.example/app/#1', payload };
  expect(told).toEqual([
    'close',
    `https://chat.example/app/b ${JSON.stringify({ rxim: 'opened', opened })}`,
    'focus https://chat.example/app/b',
  ]);
});

it('leaves pushes and notifications of others alone, and everything once it is unsubscribed from', async () => {
  const { shown, told, push, click, watching } = scene();
  await push({ hello: 'world' });
  await click({ hello: 'world' });
  watching.unsubscribe();
  await push(payload);
  await click(payload);
  expect([...shown, ...told]).toEqual([]);
});
