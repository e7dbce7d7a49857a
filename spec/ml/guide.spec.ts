import { createTestServer, type TestServer } from 'rxim-server/testing';
import { ML, type LoginResult, type MlIm, type MlOptions } from '../../src/ml';
import type { Message, System, Yourself } from '../../src/protocol';

/** The guide, method by method: its arguments, its callbacks and the shapes that it promises, against the real server. */
let server: TestServer;
const instances: MlIm[] = [];

beforeAll(async () => {
  server = await createTestServer();
});
afterEach(() => {
  for (const im of instances.splice(0)) im.close();
});
afterAll(() => server.close());

const open = (who: Partial<MlOptions>): Promise<{ im: MlIm; login: LoginResult }> =>
  new Promise((resolve) => {
    const im = ML.im(
      { server: server.url, appId: server.appId, clientId: server.clientKey, ...who },
      (login) => resolve({ im, login }),
    );
    instances.push(im);
  });
const user = async (userId: string): Promise<MlIm> => (await open({ userId })).im;
/** With the master key the methods work for anyone, as in the guide. */
const administrator = (): MlIm => {
  const im = ML.im({ server: server.url, appId: server.appId, masterKey: server.masterKey });
  instances.push(im);
  return im;
};

/** What a method calls back. */
const told = <T>(run: (callback: (error: Error | null, data?: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => run((error, data) => (error ? reject(error) : resolve(data as T))));
const heard = <T>(register: (callback: (payload: T) => void) => void): Promise<T> => new Promise(register);

const ts = expect.any(Number) as number;

describe('ML.im', () => {
  it('logs in a user by id, and tells the callback', async () => {
    const { login } = await open({ userId: 'user1', installId: 'M3pyVEdsSFBBZm5UTDlLMTB3a0xYdw' });
    expect(login).toEqual({ success: true, id: 'user1' });
  });

  it('logs in a guest, who can come back', async () => {
    const first = await open({ passenger: { tel: 1 } });
    if (!first.login.success) throw new Error(first.login.message);
    const { id, secret } = first.login;
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const again = await open({ passenger: { id, ...(secret !== undefined && { secret }) } });
    expect(again.login).toMatchObject({ success: true, id });
  });

  it('tells the callback why a login was refused', async () => {
    const { login } = await open({ userId: 'user1', clientId: 'wrong' });
    expect(login).toEqual({ success: false, error: 5003, message: expect.any(String) as string });
  });

  it('makes several clients a page, and speaks for the latest one itself', async () => {
    const one = await user('one');
    const other = await user('other');
    const attributes = { name: '小不点' };
    await told((done) => ML.im.setUserAttributes('other', attributes, done));
    await expect(told((done) => other.getUserAttributes('other', done))).resolves.toEqual(attributes);
    await expect(told((done) => one.getUserAttributes('one', done))).resolves.toEqual({});
  });

  it('hands errors to the callback as its first argument, and nothing else', async () => {
    const im = await user('foo');
    const callback = jest.fn();
    await new Promise<void>((resolve) =>
      im.getUserOneAttribute('foo', 'none', (...args) => {
        callback(...args);
        resolve();
      }),
    );
    expect(callback.mock.calls).toEqual([[expect.objectContaining({ code: 5004 })]]);
  });

  it('hands a call that can not be made to the callback too', async () => {
    const im = await user('foo');
    await expect(told((done) => im.addGroupMembers('g', undefined as never, done))).rejects.toThrow(
      TypeError,
    );
    await expect(told((done) => im.userInfo('..', done))).rejects.toMatchObject({ code: 5001 });
  });
});

describe('messages', () => {
  it('go to friends, groups, rooms, strangers and guests, and reach the registered callbacks', async () => {
    const [foo, bar] = await Promise.all([user('m-foo'), user('m-bar')]);
    await told((done) => foo.addFriend('m-foo', 'm-bar', done));
    const group = await told<string>((done) =>
      foo.addGroup({ owner: 'm-foo', name: 'g', members: ['m-bar'] }, done),
    );
    const room = await told<string>((done) => foo.addRoom({ name: 'r', members: ['m-foo', 'm-bar'] }, done));

    const messages: Message[] = [];
    bar.onMessage((message) => messages.push(message));
    const arrived = (count: number) =>
      new Promise<void>((resolve) => {
        const stop = bar.onMessage(() => {
          if (messages.length < count) return;
          stop();
          resolve();
        });
      });
    const all = arrived(3);
    foo.toFriend('m-bar').text('hello! user2!').ok();
    foo.toGroup(group).text('hello! group').ok();
    foo.toRoom(room).text('hello! room').ok();
    await all;
    const content = (body: string) => ({ media: 0, body });
    expect(messages).toEqual(
      expect.arrayContaining([
        { from: { id: 'm-foo', type: 0 }, content: content('hello! user2!'), ts, seq: 1 },
        { from: { id: 'm-foo', type: 1, gid: group }, content: content('hello! group'), ts, seq: 1 },
        { from: { id: 'm-foo', type: 2, gid: room }, content: content('hello! room'), ts },
      ]),
    );

    const stranger = await user('m-stranger');
    const fromStranger = heard<Message>((resolve) => bar.onMessage(resolve));
    stranger.toStranger('m-bar').text('who are you?').ok();
    await expect(fromStranger).resolves.toMatchObject({ from: { id: 'm-stranger', type: 4 } });

    const { im: guest, login } = await open({ passenger: {} });
    const fromGuest = heard<Message>((resolve) => bar.onMessage(resolve));
    guest.toUser('m-bar').text('a question').ok();
    await expect(fromGuest).resolves.toMatchObject({ from: { type: 3 } });
    const toGuest = heard<Message>((resolve) => guest.onMessage(resolve));
    bar
      .toPassenger((login as { id: string }).id)
      .text('an answer')
      .ok();
    await expect(toGuest).resolves.toMatchObject({
      from: { id: 'm-bar', type: 0 },
      content: content('an answer'),
    });
  });

  it('carry files, which are uploaded first', async () => {
    const [foo, bar] = await Promise.all([user('f-foo'), user('f-bar')]);
    await told((done) => foo.addFriend('f-foo', 'f-bar', done));
    const data = new FormData();
    data.append('userfile', new Blob(['some sound'], { type: 'audio/mpeg' }), 'a.mp3');
    const message = heard<Message>((resolve) => bar.onMessage(resolve));
    foo.toFriend('f-bar').audio(data).ok();
    const { content } = await message;
    expect(content.media).toBe(2);
    expect(await (await fetch(content.body as string)).text()).toBe('some sound');
  });

  it('of the same user on another device reach yourself()', async () => {
    const [phone, tablet] = await Promise.all([user('y-foo'), user('y-foo')]);
    await user('y-bar');
    await told((done) => phone.addFriend('y-foo', 'y-bar', done));
    const echoed = heard<Yourself>((resolve) => tablet.yourself(resolve));
    phone.toFriend('y-bar').text('from my phone').ok();
    await expect(echoed).resolves.toMatchObject({
      to: { id: 'y-bar', type: 0 },
      content: { media: 0, body: 'from my phone' },
      ts,
    });
  });

  it('tell when friends come and go', async () => {
    const foo = await user('p-foo');
    const bar = await user('p-bar');
    await told((done) => foo.addFriend('p-foo', 'p-bar', done));
    const left = heard<string>((resolve) => foo.offline(resolve));
    bar.close();
    await expect(left).resolves.toBe('p-bar');
    const came = heard<string>((resolve) => foo.online(resolve));
    await user('p-bar');
    await expect(came).resolves.toBe('p-bar');
  });

  it('of the system reach sys()', async () => {
    const foo = await user('s-foo');
    const group = await told<string>((done) => foo.addGroup({ owner: 's-foo', name: 'g' }, done));
    const room = await told<string>((done) => foo.addRoom({ name: 'r', members: ['s-foo'] }, done));
    const messages: System[] = [];
    const all = new Promise<void>((resolve) => {
      foo.sys((message) => {
        if (messages.push(message) === 4) resolve();
      });
    });
    const system = (body: string) => ({ content: { media: 0, body }, ts: 1455620323804 }) as const;
    const im = administrator();
    await expect(told((done) => im.sysToAll(system('all'), done))).resolves.toBe('');
    await expect(told((done) => im.sysToUser('s-foo', system('user'), done))).resolves.toBe('');
    await expect(told((done) => im.sysToGroup(group, system('group'), done))).resolves.toBe('');
    await expect(told((done) => im.sysToRoom(room, system('room'), done))).resolves.toBe('');
    await all;
    expect(messages.map(({ content }) => content.body)).toEqual(['all', 'user', 'group', 'room']);
    expect(messages[3]).toEqual({ content: { media: 0, body: 'room' }, ts });
  });
});

describe('methods', () => {
  it('userInfo, listFriends, addFriend, getFriendshipInfo, rmFriend', async () => {
    const im = await user('foo-1');
    await user('bar-1');
    await expect(told((done) => im.addFriend('foo-1', 'bar-1', done))).resolves.toEqual({
      id: expect.any(String) as string,
      from: 'foo-1',
      to: 'bar-1',
      ns: server.appId,
      ts,
    });
    await expect(told((done) => im.userInfo('foo-1', done))).resolves.toMatchObject({
      sessions: 1,
      installs: [],
      friends: ['bar-1'],
      attributes: {},
      rooms: [],
      groups: [],
    });
    await expect(told((done) => im.listFriends('foo-1', done))).resolves.toEqual(['bar-1']);
    await expect(told((done) => im.listFriends('foo-1', done, true))).resolves.toEqual([
      { id: 'bar-1', online: true },
    ]);
    await expect(told((done) => im.getFriendshipInfo('foo-1', 'bar-1', done))).resolves.toMatchObject({
      online: true,
    });
    await expect(told((done) => im.rmFriend('foo-1', 'bar-1', done))).resolves.toBe('');
    await expect(told((done) => im.listFriends('foo-1', done))).resolves.toEqual([]);
  });

  it('getRecentChat, getGroupChat, getPassengerRecentChat', async () => {
    const im = await user('foo-2');
    const bar = await user('bar-2');
    await told((done) => im.addFriend('foo-2', 'bar-2', done));
    const group = await told<string>((done) => im.addGroup({ owner: 'foo-2', name: 'g' }, done));
    const guest = await told<string>((done) =>
      administrator().addOrModifyPassenger({ desc: '我是游客' }, done),
    );
    const sent = (chain: ReturnType<MlIm['toFriend']>, body: string) =>
      new Promise<void>((resolve, reject) => {
        chain.text(body).ok().subscribe({ complete: resolve, error: reject });
      });
    await sent(im.toFriend('bar-2'), 'first');
    await sent(im.toFriend('bar-2'), 'second');
    await sent(im.toGroup(group), 'in the group');
    await sent(im.toPassenger(guest), 'to the guest');

    const now = String(Date.now() + 60_000);
    const record = (body: string) => ({ speaker: 'foo-2', content: { media: 0, body }, ts });
    await expect(told((done) => bar.getRecentChat('bar-2', 'foo-2', now, '1', done))).resolves.toMatchObject([
      record('second'),
    ]);
    await expect(told((done) => im.getGroupChat(group, now, 20, done))).resolves.toMatchObject([
      record('in the group'),
    ]);
    await expect(
      told((done) => administrator().getPassengerRecentChat(guest, 'foo-2', now, 20, done)),
    ).resolves.toMatchObject([record('to the guest')]);
  });

  it('addGroup, getGroup, listGroups, updateGroup, addGroupMembers, rmGroupMembers, rmGroup', async () => {
    const im = await user('foo-3');
    await Promise.all([user('member1'), user('member2')]);
    const group = await told<string>((done) =>
      im.addGroup({ owner: 'foo-3', name: 'groupName', members: ['member1'] }, done),
    );
    expect(group).toMatch(/^[0-9a-f]{32}$/);
    await expect(told((done) => im.getGroup(group, done))).resolves.toEqual({
      owner: 'foo-3',
      members: expect.arrayContaining(['foo-3', 'member1']) as string[],
      attributes: { name: 'groupName' },
      ts,
    });
    await expect(told((done) => im.listGroups('foo-3', done))).resolves.toEqual([group]);
    await expect(told((done) => im.listGroups('foo-3', done, true))).resolves.toMatchObject([
      { id: group, name: 'groupName', owner: 'foo-3', ts },
    ]);
    const members = { members: ['member2'] };
    await expect(told((done) => im.addGroupMembers(group, members, done))).resolves.toBe('');
    await expect(told((done) => im.rmGroupMembers(group, members, done))).resolves.toBe('');
    await expect(told((done) => im.updateGroup(group, { name: 'new group name' }, done))).resolves.toBe('');
    await expect(told((done) => im.rmGroup(group, done))).resolves.toBe('');
    await expect(told((done) => im.getGroup(group, done))).rejects.toMatchObject({ code: 5004 });
  });

  it('addRoom, getRoom, listRooms, updateRoom, addRoomMembers, rmRoomMembers, rmRoom', async () => {
    const im = await user('foo-4');
    await Promise.all([user('member1'), user('member2')]);
    const room = await told<string>((done) =>
      im.addRoom({ name: 'av room', members: ['foo-4', 'member1'] }, done),
    );
    expect(room).toMatch(/^[0-9a-f]{32}$/);
    await expect(told((done) => im.getRoom(room, done))).resolves.toEqual({
      members: expect.arrayContaining(['foo-4', 'member1']) as string[],
      attributes: { name: 'av room' },
      ts,
    });
    await expect(told((done) => im.listRooms('foo-4', done))).resolves.toEqual([room]);
    await expect(told((done) => im.listRooms('foo-4', done, true))).resolves.toMatchObject([{ id: room }]);
    const master = administrator();
    const members = { members: ['member2'] };
    await expect(told((done) => master.addRoomMembers(room, members, done))).resolves.toBe('');
    await expect(told((done) => master.rmRoomMembers(room, members, done))).resolves.toBe('');
    await expect(told((done) => master.updateRoom(room, { name: 'test_group333' }, done))).resolves.toBe('');
    await expect(told((done) => master.rmRoom(room, done))).resolves.toBe('');
    await expect(told((done) => im.getRoom(room, done))).rejects.toMatchObject({ code: 5004 });
  });

  it('searchUsers, searchGroups, searchRooms', async () => {
    const im = await user('foo-5');
    const by = { topic: 'topic-5' };
    const group = await told<string>((done) => im.addGroup({ owner: 'foo-5', name: 'g' }, done));
    const room = await told<string>((done) => im.addRoom({ name: 'r', members: ['foo-5'] }, done));
    await told((done) => im.setUserAttributes('foo-5', by, done));
    await told((done) => im.setGroupAttributes(group, by, done));
    await told((done) => administrator().setRoomAttributes(room, by, done));
    await expect(told((done) => im.searchUsers(10, 0, 'name', by, done))).resolves.toEqual([
      { id: 'foo-5', ts, attributes: by, online: true },
    ]);
    await expect(told((done) => im.searchUsers(10, 1, null, by, done))).resolves.toEqual([]);
    await expect(told((done) => im.searchGroups(10, 0, 'name', by, done))).resolves.toMatchObject([
      { id: group, owner: 'foo-5', attributes: { name: 'g', ...by }, ts },
    ]);
    await expect(told((done) => im.searchRooms(10, 0, 'name', by, done))).resolves.toMatchObject([
      { id: room, attributes: { name: 'r', ...by } },
    ]);
  });

  it('setXAttributes, coverSetXAttributes, getXAttributes, getXOneAttribute, rmXAttributes', async () => {
    await user('foo-6');
    const im = administrator();
    const group = await told<string>((done) => im.addGroup({ owner: 'foo-6', name: 'g' }, done));
    const room = await told<string>((done) => im.addRoom({ name: 'r', members: ['foo-6'] }, done));
    for (const [kind, id, removed] of [
      ['User', 'foo-6', {}],
      ['Group', group, {}],
      ['Room', room, ''],
    ] as const) {
      await expect(told((done) => im[`set${kind}Attributes`](id, { age: 99999 }, done))).resolves.toEqual({});
      await expect(told((done) => im[`get${kind}Attributes`](id, done))).resolves.toMatchObject({
        age: 99999,
      });
      await expect(
        told((done) => im[`coverSet${kind}Attributes`](id, { name: '西门吹雪' }, done)),
      ).resolves.toEqual({});
      await expect(told((done) => im[`get${kind}Attributes`](id, done))).resolves.toEqual({
        name: '西门吹雪',
      });
      await expect(told((done) => im[`get${kind}OneAttribute`](id, 'name', done))).resolves.toBe('西门吹雪');
      await expect(told<unknown>((done) => im[`rm${kind}Attributes`](id, done))).resolves.toEqual(removed);
      await expect(told((done) => im[`get${kind}Attributes`](id, done))).resolves.toEqual({});
    }
  });

  it('addOrModifyPassenger, getPassenger', async () => {
    const im = administrator();
    const passenger = { id: 'jessicaZhe', desc: '我是游客,我怕谁' };
    await expect(told((done) => im.addOrModifyPassenger(passenger, done))).resolves.toBe('jessicaZhe');
    await expect(told((done) => im.getPassenger('jessicaZhe', done))).resolves.toMatchObject({
      desc: passenger.desc,
    });
  });

  it('attachment', async () => {
    const im = await user('foo-7');
    const data = new FormData();
    data.append('attachment', new Blob(['hello'], { type: 'text/plain' }), 'hello.txt');
    const urls = await told<readonly string[]>((done) => im.attachment(data, done));
    expect(urls).toEqual([expect.stringMatching(/^http/)]);
  });
});
