import { createIm, friend, type Im } from 'rxim';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { text, type PushShape, type WebPushSubscription } from 'rxim/protocol';
import type { AppOptions } from 'rxim-server';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';
import { administer, befriend } from '../support/rest';
import { newPostOffice, type PostAnswer, type PostOffice } from './support/post-office';
import { newSubscription } from './support/subscription';

const FAST = { pushDelay: 1, pushPoll: 5, pushRetry: 1, pushTimeout: 300 };

const clients: Im[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((im) => im.close()));
});

const online = async (server: TestServer, id: string): Promise<Im> => {
  const im = createIm(server.clientOptions(id));
  clients.push(im);
  await firstValueFrom(im.connect());
  return im;
};

interface Payload {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly [name: string]: unknown;
}

interface Stage {
  readonly server: TestServer;
  readonly office: PostOffice;
  readonly alice: Im;
  /** The next notification that comes for bob's browser, decrypted. */
  readonly next: () => Promise<Payload>;
}

const install = (server: TestServer, user: string, id: string, subscription: WebPushSubscription) =>
  administer(server, 'PUT', `/ctx/${user}/installations/${id}`, { platform: 'webpush', subscription });

/** bob has a browser and is away; alice is there. */
const staged = async (
  push: AppOptions['push'] = {},
  answer?: () => PostAnswer | undefined,
  limits = {},
): Promise<Stage> => {
  const office = await newPostOffice(answer);
  const apps = [{ id: 'demo', push: { insecureEndpoints: true, ...push } }];
  const server = await newServer({ apps, limits: { ...FAST, ...limits } });
  const alice = await online(server, 'alice');
  await administer(server, 'POST', '/ctx/bob/attributes', {});
  await befriend(server, 'alice', 'bob');
  const { subscription, decrypt } = newSubscription(`${office.url}/bob`);
  await install(server, 'bob', 'browser', subscription);
  const next = async (): Promise<Payload> => JSON.parse(decrypt((await office.next()).body)) as Payload;
  return { server, office, alice, next };
};

const say = (im: Im, body: string, push?: PushShape) =>
  lastValueFrom(im.send({ to: friend('bob'), content: text(body), ...(push && { push }) }));

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
};

it('a message to somebody who is away reaches its browser, with the message under `parrot`', async () => {
  const { alice, next } = await staged();
  await say(alice, 'hi');
  expect(await next()).toEqual({
    id: expect.stringMatching(/^\d+\.1$/) as string,
    title: 'alice',
    body: 'hi',
    tag: 'u:alice|u:bob',
    count: 1,
    sound: 'default',
    parrot: {
      from: { id: 'alice', type: 0 },
      content: { media: 0, body: 'hi' },
      ts: expect.any(Number) as number,
      seq: 1,
    },
  });
});

it.each<[string, PushShape, Partial<Payload>]>([
  ['sound', { sound: 'ding' }, { sound: 'ding' }],
  ['badge', { badge: 7 }, { badge: 7 }],
  ['prefix', { prefix: 'Boo: ' }, { body: 'Boo: hi' }],
  ['suffix', { suffix: '!' }, { body: 'hi!' }],
  ['overwrite', { overwrite: 'News', prefix: 'x', suffix: 'y' }, { body: 'News' }],
  ['contentAvailable', { contentAvailable: true }, { contentAvailable: true }],
])('a notification has the %s that its message asks for', async (_, push, expected) => {
  const { alice, next } = await staged();
  await say(alice, 'hi', push);
  expect(await next()).toMatchObject({ body: 'hi', parrot: { content: { body: 'hi' } }, ...expected });
});

it('an empty sound is none', async () => {
  const { alice, next } = await staged();
  await say(alice, 'hi', { sound: '' });
  expect(await next()).not.toHaveProperty('sound');
});

it('a message with `enable: false` has none', async () => {
  const { alice, next } = await staged();
  await say(alice, 'quiet', { enable: false });
  await lastValueFrom(alice.toStranger('carol').text('x').ok()).catch(() => undefined);
  await say(alice, 'loud');
  expect(await next()).toMatchObject({ body: 'loud', count: 1 });
});

it("titles, texts and language are the application's", async () => {
  const { server, alice, next } = await staged({
    title: '{name} writes',
    groupTitle: '{name} in {group}',
    systemTitle: 'The chat',
    language: 'zh',
    texts: { zh: { video: '影片' } },
    sound: 'usual',
  });
  await administer(server, 'POST', '/ctx/alice/attributes', { name: 'Alice A.' });
  await lastValueFrom(alice.send({ to: friend('bob'), content: { media: 1, body: ['/a', '/b'] } }));
  expect(await next()).toMatchObject({ title: 'Alice A. writes', body: '[图片]', sound: 'usual' });
  await lastValueFrom(alice.send({ to: friend('bob'), content: { media: 3, body: '/v' } }));
  expect(await next()).toMatchObject({ body: '影片' });
  const group = await firstValueFrom(
    alice.groups.create({ owner: 'alice', name: 'Climbers', members: ['bob'] }),
  );
  await lastValueFrom(alice.toGroup(group).text('up').ok());
  expect(await next()).toMatchObject({
    title: 'Alice A. in Climbers',
    body: 'up',
    parrot: { from: { gid: group } },
  });
  await administer(server, 'POST', '/system/bob', { content: text('noon'), push: { prefix: '! ' } });
  expect(await next()).toMatchObject({ title: 'The chat', body: '! noon' });
});

it('nobody is notified who is there, or was there within the time that notifications wait', async () => {
  const { server, office, alice, next } = await staged({}, undefined, { pushDelay: 2000 });
  await say(alice, 'seen');
  const bob = await online(server, 'bob');
  await bob.close();
  await until(async () => (await quiet(server)) === 1);
  expect(office.all).toEqual([]);
  await say(alice, 'missed');
  expect(await next()).toMatchObject({ body: 'missed' });
});

const outcomes = async (server: TestServer, outcome: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
};
const quiet = (server: TestServer): Promise<number> => outcomes(server, 'quiet');

it('a burst is one notification, of its last message', async () => {
  const { alice, next } = await staged({}, undefined, { pushDelay: 200 });
  for (const body of ['1', '2', '3']) await say(alice, body);
  expect(await next()).toMatchObject({ body: '3', count: 3 });
});

it('what fails is tried again under the same id, and after five tries shown to the administrator, who may send it after all', async () => {
  let status = 500;
  const { server, office, alice } = await staged({}, () => ({ status, body: 'broken' }));
  await say(alice, 'hi');
  const dead = () => administer<{ id: string }[]>(server, 'GET', '/push/dead');
  await until(async () => (await dead()).length > 0);
  expect(office.all).toHaveLength(5);
  const [push] = await dead();
  expect(push).toMatchObject({
    user: 'bob',
    install: 'browser',
    platform: 'webpush',
    conv: 'u:alice|u:bob',
    tries: 5,
    error: '500 broken',
  });
  status = 201;
  await administer(server, 'POST', `/push/dead/${push?.id ?? ''}`);
  await until(async () => (await outcomes(server, 'sent')) === 1);
  expect(await dead()).toEqual([]);
});

it('a subscription that is gone is forgotten', async () => {
  const { server, office, alice } = await staged({}, () => ({ status: 410 }));
  await say(alice, 'hi');
  await until(async () => (await outcomes(server, 'gone')) === 1);
  expect(await administer(server, 'GET', '/ctx/bob/installations')).toEqual([{ id: 'browser' }]);
  await say(alice, 'again');
  expect(office.all).toHaveLength(1);
});

it('a message is answered at once while its provider says nothing', async () => {
  const { office, alice } = await staged({}, () => undefined);
  await say(alice, 'hi');
  await office.next();
  await say(alice, 'and again');
  expect(office.all).toHaveLength(1);
});

it('after logging out everywhere no device gets anything', async () => {
  const { server } = await staged();
  const bob = await online(server, 'bob');
  await lastValueFrom(bob.accounts.logout(), { defaultValue: undefined });
  expect(await administer(server, 'GET', '/ctx/bob/installations')).toEqual([]);
});

it.each([
  ['a ban', 'PUT', '/ctx/bob/ban'],
  ['the end of all sessions', 'DELETE', '/ctx/bob/sessions'],
])('%s by the administrator stops notifications, also one that waits', async (_, method, path) => {
  const { server, office, alice } = await staged({}, undefined, { pushDelay: 60_000 });
  await say(alice, 'hi');
  await administer(server, method, path);
  expect(await administer(server, 'GET', '/ctx/bob/installations')).toEqual([]);
  await say(alice, 'still here?');
  expect(office.all).toEqual([]);
});

it('a change of the password unbinds every installation but the one that it names', async () => {
  const server = await newServer();
  const account = { username: 'bob', password: 'correct horse' };
  const anonymous = createIm(server.clientOptions('nobody'));
  clients.push(anonymous);
  const { id } = await firstValueFrom(anonymous.accounts.register(account));
  const bob = createIm({ ...server.clientOptions('bob'), credentials: account });
  clients.push(bob);
  await firstValueFrom(bob.connect());
  const { subscription } = newSubscription('https://updates.push.services.mozilla.com/a');
  await install(server, id, 'mine', subscription);
  const other = newSubscription('https://updates.push.services.mozilla.com/b').subscription;
  await install(server, id, 'stolen', other);
  const change = { oldPassword: account.password, newPassword: 'battery staple', install: 'mine' };
  await lastValueFrom(bob.accounts.changePassword(change), { defaultValue: undefined });
  expect(await administer(server, 'GET', `/ctx/${id}/installations`)).toMatchObject([{ id: 'mine' }]);
});

it.each([
  [
    'an address within the network',
    { platform: 'webpush', subscription: newSubscription('https://10.0.0.1/').subscription },
  ],
  [
    'an unknown host',
    { platform: 'webpush', subscription: newSubscription('https://evil.example/').subscription },
  ],
  ['a platform that is not configured', { platform: 'fcm', token: 'x' }],
])('%s cannot be registered', async (_, body) => {
  const server = await newServer();
  await expect(administer(server, 'PUT', '/ctx/bob/installations/x', body)).rejects.toThrow(/40[09]/);
  expect(await administer(server, 'GET', '/push')).toEqual({
    platforms: ['webpush'],
    applicationServerKey: expect.stringMatching(/^[\w-]{87}$/) as string,
  });
});
