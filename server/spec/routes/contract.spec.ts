import { APP, newRestServer, type Answer, type Call, type LoggedIn, type RestServer } from './rest-server';

const ID = expect.stringMatching(/^[0-9a-f]{32}$/) as string;
const TIME = expect.any(Number) as number;
const record = (speaker: string, body: string) => ({
  speaker,
  content: { media: 0, body },
  ts: TIME,
  seq: expect.any(Number) as number,
});

/** What an answer without a body looks like. */
const empty = (answer: Answer) => ({ status: answer.status, text: answer.text });

let rest: RestServer;
let alice: LoggedIn;
let bob: LoggedIn;
let carol: LoggedIn;

beforeAll(async () => {
  rest = await newRestServer();
  alice = await rest.user('alice');
  bob = await rest.user('bob');
  carol = await rest.user('carol');
});

const create = async (call: Call, path: string, body: unknown): Promise<string> => {
  const { status, body: id } = await call('POST', path, body);
  expect({ status, id }).toEqual({ status: 201, id: ID });
  return id as string;
};

describe('users', () => {
  it('GET /ctx/:user tells everything about a user, live sessions included', async () => {
    const dave = await rest.user('dave');
    await rest.user('dave');
    await dave.call('POST', '/ctx/dave/friends/alice');
    const group = await create(dave.call, '/groups', { owner: 'dave' });
    const room = await create(dave.call, '/rooms', {});
    expect(await dave.call('GET', '/ctx/dave')).toMatchObject({
      status: 200,
      body: {
        attributes: {},
        installs: [],
        sessions: 2,
        friends: ['alice'],
        groups: [group],
        rooms: [room],
        ts: TIME,
      },
    });
  });

  it('GET /ctx/:user answers 5004 if there is no such user', async () => {
    expect(await rest.master('GET', '/ctx/nobody')).toMatchObject({ status: 404, body: { errorCode: 5004 } });
  });

  it('GET /ctx finds users whose attributes all match, sorted and in pages', async () => {
    for (const [id, score, city] of [
      ['p1', 3, 'ulm'],
      ['p2', 20, 'ulm'],
      ['p3', 100, 'ulm'],
      ['p4', 7, 'rom'],
    ]) {
      await rest.master('POST', `/ctx/${String(id)}/attributes`, { score, city });
    }
    const found = await alice.call('GET', '/ctx?city=ulm&_sort=-score');
    expect(found.body).toEqual([
      { id: 'p3', online: false, ts: TIME, attributes: { score: 100, city: 'ulm' } },
      { id: 'p2', online: false, ts: TIME, attributes: { score: 20, city: 'ulm' } },
      { id: 'p1', online: false, ts: TIME, attributes: { score: 3, city: 'ulm' } },
    ]);
    const page = await alice.call('GET', '/ctx?city=ulm&_sort=score&_skip=1&_limit=1');
    expect(page.body).toMatchObject([{ id: 'p2' }]);
    expect((await alice.call('GET', '/ctx?city=ulm&score=3')).body).toMatchObject([{ id: 'p1' }]);
    expect((await alice.call('GET', '/ctx?city=ulm&score=7')).body).toEqual([]);
  });

  it('GET /ctx tells who is online', async () => {
    await bob.call('POST', '/ctx/bob/attributes', { team: 'red' });
    expect((await alice.call('GET', '/ctx?team=red')).body).toMatchObject([{ id: 'bob', online: true }]);
  });
});

describe.each([
  {
    kind: 'user',
    make: async () => {
      await rest.master('POST', '/ctx/thing/attributes', {});
      return '/ctx/thing';
    },
  },
  { kind: 'group', make: async () => `/groups/${await create(rest.master, '/groups', { owner: 'alice' })}` },
  { kind: 'room', make: async () => `/rooms/${await create(rest.master, '/rooms', {})}` },
])('attributes of a $kind', ({ make }) => {
  it('are merged, replaced, read, read one by one, and cleared', async () => {
    const at = `${await make()}/attributes`;
    expect(empty(await rest.master('POST', at, { a: 1, b: 'two' }))).toEqual({ status: 201, text: '' });
    expect(empty(await rest.master('POST', at, { b: 'three', c: { d: [true, null] } }))).toEqual({
      status: 201,
      text: '',
    });
    expect(await rest.master('GET', at)).toMatchObject({
      status: 200,
      body: { a: 1, b: 'three', c: { d: [true, null] } },
    });
    expect((await rest.master('GET', `${at}/b`)).text).toBe('"three"');
    expect((await rest.master('GET', `${at}/a`)).text).toBe('1');
    expect((await rest.master('GET', `${at}/c`)).body).toEqual({ d: [true, null] });
    expect(await rest.master('GET', `${at}/z`)).toMatchObject({ status: 404, body: { errorCode: 5004 } });

    expect(empty(await rest.master('PUT', at, { only: 'me' }))).toEqual({ status: 201, text: '' });
    expect((await rest.master('GET', at)).body).toEqual({ only: 'me' });
    expect(empty(await rest.master('DELETE', at))).toEqual({ status: 204, text: '' });
    expect((await rest.master('GET', at)).body).toEqual({});
  });

  it('may have names that a path must escape', async () => {
    const at = `${await make()}/attributes`;
    const name = '喜欢的/颜色 & more';
    await rest.master('POST', at, { [name]: 'blue' });
    expect((await rest.master('GET', `${at}/${encodeURIComponent(name)}`)).body).toBe('blue');
  });

  it('of what does not exist are 5004', async () => {
    const nowhere = (await make()).replace(/[^/]+$/, 'e'.repeat(32));
    expect(await rest.master('GET', `${nowhere}/attributes`)).toMatchObject({
      status: 404,
      body: { errorCode: 5004 },
    });
    expect(await rest.master('DELETE', `${nowhere}/attributes`)).toMatchObject({
      status: 404,
      body: { errorCode: 5004 },
    });
  });
});

describe('friends', () => {
  it('are made both ways, and who asks and how often makes no difference', async () => {
    const made = await alice.call('POST', '/ctx/alice/friends/bob');
    expect(made).toMatchObject({ status: 201, body: { from: 'alice', to: 'bob', ns: APP, ts: TIME } });
    expect(Object.keys(made.body as object).sort()).toEqual(['from', 'id', 'ns', 'to', 'ts']);
    expect(await alice.call('POST', '/ctx/alice/friends/bob')).toMatchObject({
      status: 201,
      body: made.body,
    });
    expect(await bob.call('POST', '/ctx/bob/friends/alice')).toMatchObject({ status: 201, body: made.body });
    expect((await bob.call('GET', '/ctx/bob/friends')).body).toEqual(['alice']);

    const { ns: _, ...friendship } = made.body as Record<string, unknown>;
    expect((await bob.call('GET', '/ctx/bob/friends/alice')).body).toEqual({ ...friendship, online: true });
  });

  it('are listed with presence and the last message', async () => {
    await alice.say({ id: 'bob', type: 0 }, 'hello');
    const { body } = await alice.call('GET', '/ctx/alice/friends?detail');
    expect(body).toContainEqual({ id: 'bob', online: true, recent: record('alice', 'hello') });
  });

  it('have a history, oldest first, in pages into the past', async () => {
    for (const body of ['one', 'two', 'three']) await bob.say({ id: 'alice', type: 0 }, body);
    const at = '/ctx/alice/friends/bob/chats';
    const last = (await alice.call('GET', `${at}?limit=2`)).body as { ts: number }[];
    expect(last).toEqual([record('bob', 'two'), record('bob', 'three')]);
    const before = (await alice.call('GET', `${at}?limit=1&ts=${last[0]!.ts}`)).body;
    expect(before).toEqual([record('bob', 'one')]);
  });

  it('stop being friends, and to stop twice is no error', async () => {
    await carol.call('POST', '/ctx/carol/friends/alice');
    for (const call of [carol.call, carol.call]) {
      expect(empty(await call('DELETE', '/ctx/carol/friends/alice'))).toEqual({ status: 204, text: '' });
    }
    expect(await carol.call('GET', '/ctx/carol/friends/alice')).toMatchObject({
      status: 404,
      body: { errorCode: 5004 },
    });
  });

  it('must be two users that exist', async () => {
    expect(await alice.call('POST', '/ctx/alice/friends/nobody')).toMatchObject({
      status: 404,
      body: { errorCode: 5004 },
    });
    expect(await alice.call('POST', '/ctx/alice/friends/alice')).toMatchObject({
      status: 400,
      body: { errorCode: 5001 },
    });
  });
});

describe('strangers', () => {
  it('are those that a user talked with, the latest first', async () => {
    await bob.say({ id: 'carol', type: 4 }, 'who are you?');
    await alice.say({ id: 'carol', type: 4 }, 'hi');
    expect((await carol.call('GET', '/ctx/carol/strangers')).body).toEqual(['alice', 'bob']);
    expect((await carol.call('GET', '/ctx/carol/strangers?skip=1&limit=1')).body).toEqual(['bob']);
    expect((await carol.call('GET', '/ctx/carol/strangers?detail')).body).toEqual([
      { id: 'alice', online: true, recent: record('alice', 'hi') },
      { id: 'bob', online: true, recent: record('bob', 'who are you?') },
    ]);
    expect((await carol.call('GET', '/ctx/carol/strangers/bob')).body).toEqual({
      ts: TIME,
      online: true,
      recent: record('bob', 'who are you?'),
    });
    expect((await carol.call('GET', '/ctx/carol/strangers/bob/chats')).body).toEqual([
      record('bob', 'who are you?'),
    ]);
  });

  it('one never talked with are 5004', async () => {
    expect(await alice.call('GET', '/ctx/alice/strangers/p1')).toMatchObject({
      status: 404,
      body: { errorCode: 5004 },
    });
  });
});

describe('groups', () => {
  it('are made, read, found and listed', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice', name: 'climbers', members: ['bob'] });
    const group = { owner: 'alice', members: ['alice', 'bob'], attributes: { name: 'climbers' }, ts: TIME };
    expect(await bob.call('GET', `/groups/${id}`)).toMatchObject({ status: 200, body: group });
    await alice.say({ id, type: 1 }, 'up');

    expect((await bob.call('GET', '/ctx/bob/groups')).body).toContain(id);
    const listed = { id, name: 'climbers', ...group };
    expect((await bob.call('GET', '/ctx/bob/groups?detail')).body).toContainEqual({
      ...listed,
      recent: record('alice', 'up'),
    });
    expect((await bob.call('GET', '/groups?name=climbers')).body).toEqual([listed]);
  });

  it('show who is in them to members only', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice', name: 'secret' });
    expect((await carol.call('GET', '/groups?name=secret')).body).toEqual([
      { id, name: 'secret', attributes: { name: 'secret' }, ts: TIME },
    ]);
  });

  it('are renamed, given away, and get another list of members, which never lacks the owner', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice', members: ['bob'] });
    await alice.call('POST', `/groups/${id}/attributes`, { kept: true });
    expect(empty(await alice.call('PUT', `/groups/${id}`, { name: 'new', members: ['carol'] }))).toEqual({
      status: 201,
      text: '',
    });
    expect((await carol.call('GET', `/groups/${id}`)).body).toMatchObject({
      owner: 'alice',
      members: ['alice', 'carol'],
      attributes: { name: 'new', kept: true },
    });
    await alice.call('PUT', `/groups/${id}`, { owner: 'bob' });
    const { body } = await bob.call('GET', `/groups/${id}`);
    expect(body).toMatchObject({ owner: 'bob' });
    expect((body as { members: string[] }).members.sort()).toEqual(['alice', 'bob', 'carol']);
  });

  it('are dissolved', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice' });
    expect(empty(await alice.call('DELETE', `/groups/${id}`))).toEqual({ status: 204, text: '' });
    expect(await alice.call('GET', `/groups/${id}`)).toMatchObject({
      status: 404,
      body: { errorCode: 5004 },
    });
    expect((await alice.call('GET', '/ctx/alice/groups')).body).not.toContain(id);
  });

  it('have a history of the time that the reader was a member, which the owner wipes', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice' });
    const at = `/groups/${id}/chats`;
    await alice.say({ id, type: 1 }, 'before');
    await alice.call('POST', `/groups/${id}/members`, { members: ['bob'] });
    await alice.say({ id, type: 1 }, 'after');
    expect((await bob.call('GET', at)).body).toEqual([record('alice', 'after')]);
    expect((await rest.master('GET', at)).body).toEqual([
      record('alice', 'before'),
      record('alice', 'after'),
    ]);
    expect(empty(await alice.call('DELETE', at))).toEqual({ status: 204, text: '' });
    expect((await alice.call('GET', at)).body).toEqual([]);
  });

  it('take members that exist, and keep their owner', async () => {
    const id = await create(alice.call, '/groups', { owner: 'alice' });
    const at = `/groups/${id}/members`;
    expect(await alice.call('POST', at, { members: ['nobody'] })).toMatchObject({
      status: 404,
      body: { errorCode: 5004 },
    });
    expect(await alice.call('DELETE', `${at}/alice`)).toMatchObject({
      status: 403,
      body: { errorCode: 5003 },
    });
    expect(await rest.master('DELETE', at, { members: ['alice'] })).toMatchObject({
      status: 403,
      body: { errorCode: 5003 },
    });
  });
});

describe('rooms', () => {
  it('are made, read, found and listed; who makes one is in it', async () => {
    const id = await create(alice.call, '/rooms', { name: 'lobby', members: ['bob'] });
    const room = { members: ['alice', 'bob'], attributes: { name: 'lobby' }, ts: TIME };
    expect(await bob.call('GET', `/rooms/${id}`)).toMatchObject({ status: 200, body: room });
    expect((await bob.call('GET', '/ctx/bob/rooms')).body).toContain(id);
    expect((await bob.call('GET', '/ctx/bob/rooms?detail')).body).toContainEqual({
      id,
      name: 'lobby',
      ...room,
    });
    expect((await bob.call('GET', '/rooms?name=lobby')).body).toEqual([{ id, name: 'lobby', ...room }]);
    expect((await carol.call('GET', '/rooms?name=lobby')).body).toEqual([
      { id, name: 'lobby', attributes: { name: 'lobby' }, ts: TIME },
    ]);
  });

  it('are renamed, get another list of members, and are closed', async () => {
    const id = await create(rest.master, '/rooms', { members: ['alice', 'bob'] });
    expect(empty(await rest.master('PUT', `/rooms/${id}`, { name: 'hall', members: ['carol'] }))).toEqual({
      status: 201,
      text: '',
    });
    expect((await carol.call('GET', `/rooms/${id}`)).body).toMatchObject({
      members: ['carol'],
      attributes: { name: 'hall' },
    });
    expect(empty(await rest.master('DELETE', `/rooms/${id}`))).toEqual({ status: 204, text: '' });
    expect(await carol.call('GET', `/rooms/${id}`)).toMatchObject({ status: 404, body: { errorCode: 5004 } });
  });
});

describe.each(['groups', 'rooms'])('members of %s', (what) => {
  let at: string;
  const members = async () =>
    ((await rest.master('GET', `/${what}/${at}`)).body as { members: string[] }).members.slice().sort();

  beforeEach(async () => {
    at = await create(rest.master, `/${what}`, { owner: 'alice', members: ['alice'] });
  });

  it.each([
    ['an object', { members: ['bob', 'carol'] }],
    ['a bare list, as SDK 4.x sends it', ['bob', 'carol']],
  ])('come and go as %s; to come or go twice is no error', async (_how, body) => {
    for (const _ of [1, 2]) {
      expect(empty(await rest.master('POST', `/${what}/${at}/members`, body))).toEqual({
        status: 201,
        text: '',
      });
    }
    expect(await members()).toEqual(['alice', 'bob', 'carol']);
    for (const _ of [1, 2]) {
      expect(empty(await rest.master('DELETE', `/${what}/${at}/members`, body))).toEqual({
        status: 204,
        text: '',
      });
    }
    expect(await members()).toEqual(['alice']);
  });

  it('come and go one by one', async () => {
    expect(empty(await rest.master('POST', `/${what}/${at}/members/bob`))).toEqual({ status: 201, text: '' });
    expect(await members()).toEqual(['alice', 'bob']);
    expect(empty(await rest.master('DELETE', `/${what}/${at}/members/bob`))).toEqual({
      status: 204,
      text: '',
    });
    expect(await members()).toEqual(['alice']);
  });
});

describe('guests', () => {
  it('are made and changed; the answer is the id', async () => {
    expect(await rest.master('POST', '/passengers', { id: 'visitor', desc: 'a guest' })).toMatchObject({
      status: 201,
      body: 'visitor',
    });
    await rest.master('POST', '/passengers', { id: 'visitor', tel: 1302013 });
    expect(await rest.master('GET', '/passengers/visitor')).toMatchObject({
      status: 200,
      body: { desc: 'a guest', tel: 1302013 },
    });
    expect((await rest.master('POST', '/passengers', { secret: 'not stored', x: 1 })).body).toEqual(ID);
    expect(await rest.master('GET', '/passengers/nobody')).toMatchObject({
      status: 404,
      body: { errorCode: 5004 },
    });
  });

  it('never get a secret as an attribute', async () => {
    await rest.master('POST', '/passengers', { id: 'sly', secret: 'x', y: 1 });
    expect((await rest.master('GET', '/passengers/sly')).body).toEqual({ y: 1 });
  });

  it('change themselves, and talk with users, who both read the history', async () => {
    const guest = await rest.guest({ page: 'shop' });
    expect((await guest.call('POST', '/passengers', { page: 'cart' })).body).toBe(guest.id);
    expect((await guest.call('GET', `/passengers/${guest.id}`)).body).toEqual({ page: 'cart' });
    await guest.say({ id: 'alice' }, 'help');
    await alice.say({ id: guest.id, type: 3 }, 'with what?');
    const at = `/passengers/${guest.id}/chats/alice`;
    for (const call of [guest.call, alice.call]) {
      expect((await call('GET', at)).body).toEqual([record(guest.id, 'help'), record('alice', 'with what?')]);
    }
  });
});

describe('system messages', () => {
  const message = (body: string) => ({ content: { media: 0, body }, remark: 'r' });
  const event = (body: string) =>
    expect.objectContaining({ content: { media: 0, body }, remark: 'r', ts: TIME }) as unknown;

  it('reach everyone who is online, one user, the members of a group, and those in a room', async () => {
    const group = await create(rest.master, '/groups', { owner: 'alice', members: ['bob'] });
    const room = await create(rest.master, '/rooms', { members: ['bob'] });
    const send = async (path: string, body: string) => {
      expect(empty(await rest.master('POST', path, message(body)))).toEqual({ status: 202, text: '' });
    };
    await send('/system', 'to all');
    await send('/system/alice', 'to alice');
    await send(`/system/${group}?group`, 'to the group');
    await send(`/system/${room}?room`, 'to the room');

    const heard = async ({ recorder }: LoggedIn, count: number) => {
      const events: unknown[] = [];
      while (events.length < count) events.push(await recorder.next('sys'));
      return events;
    };
    expect(await heard(carol, 1)).toEqual([event('to all')]);
    expect(await heard(alice, 3)).toEqual([event('to all'), event('to alice'), event('to the group')]);
    expect(await heard(bob, 3)).toEqual([event('to all'), event('to the group'), event('to the room')]);
  });

  it('go nowhere if there is no such receiver, or two kinds of it', async () => {
    for (const path of [
      '/system/nobody',
      `/system/${'0'.repeat(32)}?group`,
      `/system/${'0'.repeat(32)}?room`,
    ]) {
      expect(await rest.master('POST', path, message('x'))).toMatchObject({
        status: 404,
        body: { errorCode: 5004 },
      });
    }
    const both = await rest.master('POST', `/system/${'0'.repeat(32)}?room&group`, message('x'));
    expect(both).toMatchObject({ status: 409, body: { errorCode: 5005 } });
  });
});

describe('sync', () => {
  it('answers with what was missed, exactly as it would have come live', async () => {
    const erin = await rest.user('erin');
    const start = (await erin.call('POST', '/ctx/erin/sync', { cursor: null })).body as { cursor: object };
    expect(start).toEqual({ messages: [], cursor: {}, more: false });

    const live = erin.recorder.next('message');
    await alice.say({ id: 'erin', type: 4 }, 'hi');
    await erin.say({ id: 'alice', type: 4 }, 'hello');
    await rest.master('POST', '/system/erin', { content: { media: 0, body: 'welcome' } });

    const { body } = await erin.call('POST', '/ctx/erin/sync', { cursor: start.cursor });
    expect(body).toEqual({
      messages: expect.arrayContaining([
        { conv: 'u:alice|u:erin', event: ['message', await live] },
        {
          conv: 'u:alice|u:erin',
          event: [
            'yourself',
            {
              to: { id: 'alice', type: 4 },
              content: { media: 0, body: 'hello' },
              ts: TIME,
              seq: 2,
              cid: expect.any(String) as string,
            },
          ],
        },
        { conv: 's:u:erin', event: ['sys', { content: { media: 0, body: 'welcome' }, ts: TIME, seq: 1 }] },
      ]) as unknown,
      cursor: { 'u:alice|u:erin': [2, TIME], 's:u:erin': [1, TIME] },
      more: false,
    });
  });

  it('is for guests too', async () => {
    const guest = await rest.guest();
    await guest.say({ id: 'alice' }, 'anybody there?');
    await alice.say({ id: guest.id, type: 3 }, 'yes');
    const { body } = await guest.call('POST', `/ctx/${guest.id}/sync`, { cursor: {} });
    expect((body as { messages: { event: unknown[] }[] }).messages.map(({ event }) => event[0])).toEqual([
      'yourself',
      'message',
    ]);
  });
});
