import { createTestServer, type TestServer } from 'rxim-server/testing';
import WebSocket from 'ws';
import { createIm, type Im, type ImOptions } from 'rxim';
import { filter, firstValueFrom, lastValueFrom, type Observable } from 'rxjs';

let server: TestServer;
const clients: Im[] = [];
beforeAll(async () => {
  server = await createTestServer();
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((im) => im.close()));
});
afterAll(() => server.close());

const client = (options: Partial<ImOptions> = {}): Im => {
  const im = createIm({ ...server.clientOptions('alice'), installId: 'phone', ...options });
  clients.push(im);
  return im;
};
const end = (ending$: Observable<void>): Promise<void> => lastValueFrom(ending$, { defaultValue: undefined });
const installations = async (): Promise<readonly string[]> => {
  const administrator = createIm(server.adminOptions);
  clients.push(administrator);
  return (await firstValueFrom(administrator.installations.list('alice'))).map(({ id }) => id);
};

/** What `answer` makes of the request that unbinds the device; all others go through. */
const unbinding =
  (answer: (ask: () => Promise<Response>) => Promise<Response>): typeof fetch =>
  (input, init) =>
    init?.method === 'DELETE' ? answer(() => fetch(input, init)) : fetch(input, init);

it('a login binds its device, and one call of logout() unbinds it and disconnects', async () => {
  const [im, other] = [client(), client({ installId: 'tablet' })];
  await Promise.all([im, other].map((each) => firstValueFrom(each.connect())));
  expect(await installations()).toEqual(['phone', 'tablet']);
  await end(im.logout());
  expect(await installations()).toEqual(['tablet']);
  expect([im.state.name, other.state.name]).toEqual(['idle', 'online']);

  await firstValueFrom(im.connect());
  expect(await installations()).toEqual(['phone', 'tablet']);
});

it('a device that is not connected is logged out as well', async () => {
  const before = client();
  await firstValueFrom(before.connect());
  await before.close();
  expect(await installations()).toContain('phone');
  const im = client();
  await end(im.logout());
  expect(await installations()).not.toContain('phone');
  expect(im.state.name).toBe('idle');
});

it('a login in the middle of the logout does not bind the device again', async () => {
  const sockets: WebSocket[] = [];
  const im: Im = client({
    WebSocket: class extends WebSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    },
    random: () => 0,
    fetch: unbinding(async (ask) => {
      const answer = await ask();
      // The connection is lost and comes back before the answer has arrived.
      sockets.forEach((socket) => socket.close());
      await firstValueFrom(
        im.state$.pipe(filter((state) => 'session' in state && state.session.epoch === 2)),
      );
      return answer;
    }),
  });
  await firstValueFrom(im.connect());
  await end(im.logout());
  expect(await installations()).not.toContain('phone');
});

it('a logout that the server did not confirm is an error, and the device stays connected', async () => {
  const im = client({ fetch: unbinding(() => Promise.resolve(new Response('no', { status: 403 }))) });
  await firstValueFrom(im.connect());
  await expect(end(im.logout())).rejects.toMatchObject({ status: 403 });
  expect(im.state.name).toBe('online');
  expect(await installations()).toContain('phone');
});

it.each<[string, Partial<ImOptions>]>([
  ['whoever has no `installId`', { installId: undefined as never }],
  ['a guest', { credentials: { passenger: {} } }],
])('%s is disconnected', async (_, options) => {
  const im = client(options);
  await firstValueFrom(im.connect());
  await end(im.logout());
  expect(im.state.name).toBe('idle');
});
