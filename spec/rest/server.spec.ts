import type { SmsSender } from 'rxim-server';
import { createTestServer, type TestServer } from 'rxim-server/testing';
import {
  filter,
  firstValueFrom,
  isObservable,
  lastValueFrom,
  map,
  take,
  toArray,
  type Observable,
} from 'rxjs';
import { createIm, text, type Im } from '../../src';

/** The REST side of the client against the real server, each call by somebody who may make it. */
let server: TestServer;
const clients: Im[] = [];
const codes = new Map<string, string>();
const webhook = { secret: 'at least thirty-two bytes of secret', hosts: ['push.example'] };
const sms: SmsSender = {
  send: ({ phone, code }) => {
    codes.set(phone, code);
    return Promise.resolve();
  },
};

beforeAll(async () => {
  server = await createTestServer({ sms, apps: [{ id: 'demo', push: { webhook } }] });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((im) => im.close()));
});
afterAll(() => server.close());

const ask = <T>(answer$: Observable<T>): Promise<T> => firstValueFrom(answer$);

/** The methods of resources that were called, like `groups.attributes.set`. */
const called = new Set<string>();
const watched = <T extends object>(resource: T, path = ''): T =>
  new Proxy(resource, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      const at = `${path}${String(name)}`;
      if (typeof value === 'function') {
        called.add(at);
        return value.bind(target) as unknown;
      }
      return value instanceof Object && !isObservable(value) ? watched(value, `${at}.`) : value;
    },
  });
const methodsOf = (resource: object, path: string): string[] =>
  Object.entries(resource).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return [`${path}${name}`];
    return value instanceof Object && !isObservable(value) ? methodsOf(value, `${path}${name}.`) : [];
  });

/** Clients that are online; each test has users of its own, told apart by a number. */
let count = 0;
const online = async (...names: string[]): Promise<{ im: Im; id: string }[]> => {
  count++;
  return Promise.all(
    names.map(async (name) => {
      const id = `${name}-${count}`;
      const im = createIm(server.clientOptions(id));
      clients.push(im);
      await ask(im.connect());
      return { im: watched(im), id };
    }),
  );
};
const administrator = (): Im => {
  const im = createIm(server.adminOptions);
  clients.push(im);
  return watched(im);
};

describe('the users of a server', () => {
  it('tell everything about one of them', async () => {
    const [alice] = await online('alice');
    await expect(ask(alice!.im.users.get(alice!.id))).resolves.toEqual({
      attributes: {},
      installs: [],
      sessions: 1,
      friends: [],
      groups: [],
      rooms: [],
      ts: expect.any(Number) as number,
    });
  });

  it('have attributes that are set, merged, replaced and cleared', async () => {
    const [alice] = await online('alice');
    const { attributes } = alice!.im.users;
    const { id } = alice!;
    await ask(attributes.set(id, { name: '猴哥', power: 3_000_000 }));
    await ask(attributes.set(id, { vip: true }));
    await expect(ask(attributes.get(id))).resolves.toEqual({ name: '猴哥', power: 3_000_000, vip: true });
    await expect(ask(attributes.getOne(id, 'name'))).resolves.toBe('猴哥');
    await ask(attributes.replace(id, { name: '西门吹雪' }));
    await expect(ask(attributes.get(id))).resolves.toEqual({ name: '西门吹雪' });
    await ask(attributes.clear(id));
    await expect(ask(attributes.get(id))).resolves.toEqual({});
    await expect(ask(attributes.getOne(id, 'name'))).rejects.toMatchObject({ code: 5004, status: 404 });
  });

  it('are found by their attributes, sorted, and page by page', async () => {
    const people = await online('a', 'b', 'c');
    for (const [rank, { im, id }] of people.entries()) {
      await ask(im.users.attributes.set(id, { team: `t${count}`, rank }));
    }
    const { im } = people[0]!;
    const by = { where: { team: `t${count}` }, sort: '-rank' };
    const found = await ask(im.users.search(by));
    expect(found.map(({ attributes }) => attributes['rank'])).toEqual([2, 1, 0]);
    expect(found[0]).toEqual({
      id: people[2]!.id,
      online: true,
      ts: expect.any(Number) as number,
      attributes: { team: `t${count}`, rank: 2 },
    });
    const pages = await ask(im.users.search$({ ...by, limit: 2 }).pipe(toArray()));
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
  });

  it('may not be changed by others', async () => {
    const [alice, bob] = await online('alice', 'bob');
    await expect(ask(alice!.im.users.attributes.set(bob!.id, { name: 'x' }))).rejects.toMatchObject({
      name: 'RefusedError',
      code: 5003,
      status: 403,
    });
  });
});

describe('friends', () => {
  it('are made, listed, looked at and left', async () => {
    const [alice, bob] = await online('alice', 'bob');
    const { friends } = alice!.im;
    const friendship = await ask(friends.add(alice!.id, bob!.id));
    expect(friendship).toEqual({
      id: expect.any(String) as string,
      from: alice!.id,
      to: bob!.id,
      ns: server.appId,
      ts: expect.any(Number) as number,
    });
    await expect(ask(friends.add(alice!.id, bob!.id))).resolves.toEqual(friendship);
    await expect(ask(friends.list(alice!.id))).resolves.toEqual([bob!.id]);
    await expect(ask(bob!.im.friends.listDetailed(bob!.id))).resolves.toEqual([
      { id: alice!.id, online: true },
    ]);
    await expect(ask(friends.get(alice!.id, bob!.id))).resolves.toMatchObject({
      id: friendship.id,
      online: true,
    });
    await ask(friends.remove(alice!.id, bob!.id));
    await expect(ask(friends.get(alice!.id, bob!.id))).rejects.toMatchObject({ code: 5004 });
  });

  it('have a history that is read page by page into the past', async () => {
    const [alice, bob] = await online('alice', 'bob');
    await ask(alice!.im.friends.add(alice!.id, bob!.id));
    for (const body of ['1', '2', '3', '4', '5'])
      await lastValueFrom(alice!.im.toFriend(bob!.id).text(body).ok());

    const all = await ask(bob!.im.friends.chats(bob!.id, alice!.id));
    expect(all.map(({ content }) => content.body)).toEqual(['1', '2', '3', '4', '5']);
    expect(all[0]).toMatchObject({
      speaker: alice!.id,
      content: text('1'),
      ts: expect.any(Number) as number,
    });
    const pages = await ask(bob!.im.friends.chats$(bob!.id, alice!.id, { limit: 2 }).pipe(toArray()));
    expect(pages.map((page) => page.map(({ content }) => content.body))).toEqual([
      ['4', '5'],
      ['2', '3'],
      ['1'],
    ]);
    await expect(
      ask(bob!.im.friends.chats(bob!.id, alice!.id, { before: all[2]!.ts, limit: 1 })),
    ).resolves.toMatchObject([{ content: text('2') }]);
  });
});

describe('strangers', () => {
  it('are those who talked', async () => {
    const [alice, bob] = await online('alice', 'bob');
    await lastValueFrom(alice!.im.toStranger(bob!.id).text('hello?').ok());
    const { strangers } = bob!.im;
    await expect(ask(strangers.list(bob!.id))).resolves.toEqual([alice!.id]);
    await expect(ask(strangers.listDetailed(bob!.id))).resolves.toMatchObject([
      { id: alice!.id, online: true, recent: { content: text('hello?') } },
    ]);
    await expect(ask(strangers.list$(bob!.id).pipe(toArray()))).resolves.toHaveLength(1);
    await expect(ask(strangers.get(bob!.id, alice!.id))).resolves.toMatchObject({ online: true });
    await expect(ask(strangers.chats(bob!.id, alice!.id))).resolves.toMatchObject([{ speaker: alice!.id }]);
    await expect(ask(strangers.chats$(bob!.id, alice!.id).pipe(toArray()))).resolves.toHaveLength(1);
  });
});

describe.each(['groups', 'rooms'] as const)('%s', (kind) => {
  const create = (owner: { im: Im; id: string }, name: string, ...members: string[]): Promise<string> =>
    ask(
      kind === 'groups'
        ? owner.im.groups.create({ owner: owner.id, name, members })
        : owner.im.rooms.create({ name, members: [owner.id, ...members] }),
    );

  it('are created, listed, changed and dissolved', async () => {
    const [alice, bob] = await online('alice', 'bob');
    const { im, id: self } = alice!;
    const id = await create(alice!, 'climbers', bob!.id);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const info = await ask<{ members: readonly string[]; attributes: object }>(im[kind].get(id));
    expect(info).toMatchObject({ attributes: { name: 'climbers' } });
    expect([...info.members].sort()).toEqual([self, bob!.id].sort());
    await expect(ask(im[kind].list(self))).resolves.toEqual([id]);
    await expect(ask<unknown>(im[kind].listDetailed(self))).resolves.toMatchObject([
      { id, name: 'climbers' },
    ]);

    const master = administrator();
    await ask(master[kind].update(id, { name: 'walkers' }));
    await expect(ask(im[kind].attributes.getOne(id, 'name'))).resolves.toBe('walkers');
    await ask(master[kind].delete(id));
    await expect(ask<unknown>(im[kind].get(id))).rejects.toMatchObject({ code: 5004 });
  });

  it('have members who come and go', async () => {
    const [alice, bob, carol] = await online('alice', 'bob', 'carol');
    const id = await create(alice!, 'climbers');
    const master = administrator();
    const members = async () => {
      const info = await ask<{ members: readonly string[] }>(master[kind].get(id));
      return [...info.members].sort();
    };
    await ask(alice!.im[kind].addMembers(id, [bob!.id, carol!.id]));
    expect(await members()).toEqual([alice!.id, bob!.id, carol!.id].sort());
    await ask(bob!.im[kind].leave(id, bob!.id));
    await ask(master[kind].removeMembers(id, [carol!.id]));
    expect(await members()).toEqual([alice!.id]);
    await ask(master[kind].join(id, bob!.id));
    expect(await members()).toEqual([alice!.id, bob!.id].sort());
  });

  it('have attributes and are found by them', async () => {
    const [alice] = await online('alice');
    const id = await create(alice!, 'climbers');
    const master = administrator();
    const channels = master[kind];
    const { attributes } = channels;
    const by = { where: { topic: `topic-${count}-${kind}` } };
    await ask(attributes.set(id, by.where));
    await expect(ask<unknown>(channels.search(by))).resolves.toMatchObject([
      { id, attributes: { name: 'climbers' } },
    ]);
    await expect(ask<readonly unknown[]>(channels.search$(by))).resolves.toHaveLength(1);
    await ask(attributes.replace(id, { topic: 'none' }));
    await expect(ask(attributes.get(id))).resolves.toEqual({ topic: 'none' });
    await ask(attributes.clear(id));
    await expect(ask(attributes.get(id))).resolves.toEqual({});
  });
});

describe('a group', () => {
  it('keeps its history until its owner wipes it', async () => {
    const [alice, bob] = await online('alice', 'bob');
    const id = await ask(alice!.im.groups.create({ owner: alice!.id, name: 'g', members: [bob!.id] }));
    await lastValueFrom(bob!.im.toGroup(id).text('hi all').ok());
    await expect(ask(alice!.im.groups.chats(id))).resolves.toMatchObject([{ speaker: bob!.id }]);
    await expect(ask(alice!.im.groups.chats$(id).pipe(toArray()))).resolves.toHaveLength(1);
    await expect(ask(bob!.im.groups.clearChats(id))).rejects.toMatchObject({ code: 5003 });
    await ask(alice!.im.groups.clearChats(id));
    await expect(ask(alice!.im.groups.chats(id))).resolves.toEqual([]);
  });
});

describe('guests', () => {
  it('are saved, read, and have a history with users', async () => {
    const [alice] = await online('alice');
    const master = administrator();
    const id = await ask(master.passengers.save({ tel: 1302013 }));
    await expect(ask(master.passengers.save({ id, des: '我是一个游客' }))).resolves.toBe(id);
    await expect(ask(master.passengers.get(id))).resolves.toMatchObject({
      tel: 1302013,
      des: '我是一个游客',
    });
    await lastValueFrom(alice!.im.toGuest(id).text('welcome').ok());
    await expect(ask(master.passengers.chats(id, alice!.id))).resolves.toMatchObject([
      { speaker: alice!.id, content: text('welcome') },
    ]);
    await expect(ask(master.passengers.chats$(id, alice!.id).pipe(toArray()))).resolves.toHaveLength(1);
  });
});

describe('system messages', () => {
  it('reach everyone, a user, a group and a room', async () => {
    const [alice] = await online('alice');
    const group = await ask(alice!.im.groups.create({ owner: alice!.id, name: 'g' }));
    const room = await ask(alice!.im.rooms.create({ name: 'r', members: [alice!.id] }));
    const heard = ask(
      alice!.im.sys$.pipe(
        map(({ content }) => content.body),
        take(4),
        toArray(),
      ),
    );
    const { system } = administrator();
    await ask(system.toAll({ content: text('all') }));
    await ask(system.toUser(alice!.id, { content: text('user') }));
    await ask(system.toGroup(group, { content: text('group') }));
    await ask(system.toRoom(room, { content: text('room') }));
    await expect(heard).resolves.toEqual(['all', 'user', 'group', 'room']);
  });

  it('are the administrator’s alone', async () => {
    const [alice] = await online('alice');
    await expect(ask(alice!.im.system.toAll({ content: text('x') }))).rejects.toMatchObject({ code: 5003 });
  });
});

describe('attachments', () => {
  it('are uploaded and served', async () => {
    const [alice] = await online('alice');
    const steps = await ask(
      alice!.im.attachments.upload(new Blob(['hello'], { type: 'text/plain' })).pipe(toArray()),
    );
    expect(steps[0]).toEqual({ type: 'progress', percent: 100 });
    const done = steps.at(-1);
    if (done?.type !== 'done') throw new Error('the upload did not end');
    const served = await fetch(done.urls[0]);
    expect(await served.text()).toBe('hello');
  });
});

describe('accounts', () => {
  it('are made, get a new password, and are logged out everywhere', async () => {
    const name = 'dora';
    const im = createIm({
      ...server.clientOptions(name),
      credentials: { username: name, password: 'first password' },
    });
    clients.push(im);
    const { accounts } = watched(im);
    const { id } = await ask(accounts.register({ username: name, password: 'first password' }));
    expect((await ask(im.connect())).self).toEqual({ kind: 'user', id });

    await ask(accounts.changePassword({ oldPassword: 'first password', newPassword: 'second password' }));
    await expect(
      ask(accounts.changePassword({ oldPassword: 'first password', newPassword: 'third password' })),
    ).rejects.toMatchObject({ code: 5003 });

    const stopped = firstValueFrom(im.state$.pipe(filter((state) => state.name === 'stopped')));
    await ask(accounts.logout());
    await stopped;
  });

  it('are logged into with a code that is sent to the phone', async () => {
    const phone = '+4915112345678';
    const [sender] = await online('sender');
    await ask(sender!.im.accounts.sendCode(phone));
    const password = codes.get(phone) ?? '';

    const im = createIm({ ...server.clientOptions('x'), credentials: { phone, password } });
    clients.push(im);

    expect((await ask(im.connect())).self).toMatchObject({ kind: 'user' });
  });
});

describe('installations', () => {
  it('are bound to a user and given up', async () => {
    const [alice] = await online('alice');
    const { installations } = alice!.im;
    await expect(ask(installations.offer())).resolves.toMatchObject({ platforms: ['webpush', 'webhook'] });
    const installation = { id: 'phone', platform: 'webhook', url: 'https://push.example/alice' } as const;
    await ask(installations.register(alice!.id, installation));
    await expect(ask(installations.list(alice!.id))).resolves.toMatchObject([{ id: 'phone' }]);
    await ask(installations.remove(alice!.id, 'phone'));
    await expect(ask(installations.list(alice!.id))).resolves.toEqual([]);
  });
});

it('every method of every resource was called here', () => {
  const im = createIm(server.adminOptions);
  clients.push(im);
  // Not a resource: what waits on this device.
  const { outbox: _, ...resources } = im;
  const methods = Object.entries(resources).flatMap(([name, value]: [string, unknown]) =>
    value instanceof Object && !isObservable(value) ? methodsOf(value, `${name}.`) : [],
  );

  expect(methods.length).toBeGreaterThan(50);
  expect(methods.filter((method) => !called.has(method))).toEqual([]);
});
