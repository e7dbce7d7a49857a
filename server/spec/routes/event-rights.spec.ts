import { conversationKey, PeerType, type ConversationInfo, type Identity } from 'rxim/protocol';
import { io, type Socket as ClientSocket } from 'socket.io-client';
import { Socket } from 'socket.io';
import { Recorder } from '../support/recorder';
import {
  APP,
  CLIENT_KEY,
  MASTER_KEY,
  OTHER_APP,
  OTHER_MASTER_KEY,
  newRestServer,
  signedBy,
  type LoggedIn,
  type RestServer,
} from './rest-server';
import { ACTORS, EVENTS, READINGS, SAYINGS, type Actor } from './rights-table';
import { create } from './shapes';

const heard = jest.spyOn(Socket.prototype, 'on');
const sockets: ClientSocket[] = [];

let rest: RestServer;
let sessions: Partial<Record<Actor, LoggedIn>>;
/** Knows all of them, and is known to none. */
let eve: LoggedIn;
let ids: Readonly<Record<string, string>>;

const filled = (text: string): string =>
  Object.entries(ids).reduce((result, [name, id]) => result.replaceAll(name, id), text);

/** What is answered to whoever enters with this, and says something at once. */
const entering = (auth: object): Promise<unknown> => {
  const socket = io(`${rest.url}/chat`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
  });
  sockets.push(socket);
  const recorder = new Recorder();
  socket.onAny((name: string, payload: unknown) => recorder.add(name, payload));
  socket.emit('say', { to: { id: 'bob' }, content: { media: 0, body: 'x' }, cid: 'early' });
  return recorder.next('login');
};

/** How they would enter, of whom the table says that no event is for them. */
const CLAIMS: Partial<Record<Actor, object>> = {
  master: { app: APP, key: MASTER_KEY, client: 'alice' },
  // The key is public: it opens the door, and does not say who comes in.
  application: { app: APP, key: CLIENT_KEY },
  eavesdropper: { app: APP, sign: signedBy(CLIENT_KEY)['x-ml-request-sign'] },
  nobody: {},
  forger: { app: APP, sign: signedBy(MASTER_KEY)['x-ml-request-sign'], client: 'alice' },
  impostor: { app: APP, key: OTHER_MASTER_KEY, client: 'alice' },
};

beforeAll(async () => {
  rest = await newRestServer();
  const [alice, bob, carol, erin, guest] = [
    await rest.user('alice'),
    await rest.user('bob'),
    await rest.user('carol'),
    await rest.user('erin'),
    await rest.guest(),
  ];
  sessions = { alice, bob, carol, erin, guest };
  eve = await rest.user('eve');
  const members = ['bob', 'erin'];
  const g = await create(rest.master, '/groups', { owner: 'alice', members });
  const r = await create(rest.master, '/rooms', { members });
  await rest.master('POST', '/ctx/alice/friends/bob');
  ids = { '{g}': g, '{r}': r, '{q}': (await rest.guest()).id };
  await alice.say({ id: g, type: PeerType.Group }, 'hello');
  await alice.say({ id: 'bob', type: PeerType.Friend }, 'hello');
  await rest.master('DELETE', `/groups/${g}/members/erin`);
  await rest.master('DELETE', `/rooms/${r}/members/erin`);
});

afterAll(() => sockets.forEach((socket) => socket.disconnect()));

it('every event that the server listens to has a row in the table', () => {
  const names = new Set(heard.mock.calls.map(([name]) => String(name)));
  // Socket.IO's own; hostile.spec.ts sends what is named like the second one.
  for (const own of ['disconnect', 'error']) names.delete(own);
  expect([...names].sort()).toEqual(Object.keys(EVENTS).sort());
});

describe('whoever has no session', () => {
  it.each(Object.entries(CLAIMS))(
    '%s: is not let in, and what it says is not heard',
    async (actor, claim) => {
      for (const may of Object.values(EVENTS)) expect(may).not.toContain(actor);
      expect(await entering(claim)).toMatchObject({ success: false });
    },
  );

  it('is everybody whom the table names for no event, but for who has an expired token: no login takes one', () => {
    const known = [...Object.keys(CLAIMS), ...Object.keys(sessions), 'expired'];
    expect(known.sort()).toEqual([...ACTORS].sort());
    for (const may of Object.values(EVENTS)) expect([...may].sort()).toEqual(Object.keys(sessions).sort());
  });
});

it.each(SAYINGS.map((row) => ({ ...row, who: row.may.join(', ') })))(
  'say to $to is for $who',
  async ({ to, may }) => {
    for (const [actor, session] of Object.entries(sessions)) {
      const said = await session.say({ ...to, id: filled(to.id) }, 'x');
      const expected = may.includes(actor as Actor)
        ? { actor, refused: undefined }
        : { actor, refused: expect.any(Number) as number };
      expect({ actor, refused: said.error }).toEqual(expected);
    }
  },
);

it('a group, a room and a user of another application are none', async () => {
  const foreigner = await rest.user('zoe', OTHER_APP);
  for (const [to, none] of [
    [
      { id: ids['{g}']!, type: PeerType.Group },
      { id: '0'.repeat(32), type: PeerType.Group },
    ],
    [
      { id: ids['{r}']!, type: PeerType.Room },
      { id: '0'.repeat(32), type: PeerType.Room },
    ],
    [
      { id: ids['{q}']!, type: PeerType.Guest },
      { id: '0'.repeat(32), type: PeerType.Guest },
    ],
    [
      { id: 'bob', type: PeerType.Stranger },
      { id: 'nobody', type: PeerType.Stranger },
    ],
  ] as const) {
    const [real, made] = [await foreigner.say(to, 'x'), await foreigner.say(none, 'x')];
    const neutral = (said: object, id: string): string =>
      JSON.stringify({ ...said, cid: '' }).replaceAll(id, '-');
    expect(made.error).toEqual(expect.any(Number));
    expect(neutral(real, to.id)).toBe(neutral(made, none.id));
  }
});

it.each(READINGS.map((row) => ({ ...row, who: row.may.join(', ') })))(
  'read of $conv is for $who',
  async ({ conv, may }) => {
    for (const [actor, session] of Object.entries(sessions)) {
      const { id, socket, call } = session;
      const self: Identity = { kind: actor === 'guest' ? 'guest' : 'user', id };
      const type = self.kind === 'guest' ? PeerType.Guest : PeerType.Stranger;
      const { seq } = await eve.say({ id, type }, 'x');
      const own = conversationKey(self, { id: 'eve', type: PeerType.Stranger });
      socket.emit('read', { conv: filled(conv), seq: 1 });
      // Positions are kept in the order in which they come.
      socket.emit('read', { conv: own, seq });
      let list: readonly ConversationInfo[] = [];
      const readOf = (key: string): number | undefined => list.find((each) => each.conv === key)?.read;
      while (readOf(own) !== seq) {
        list = (await call('GET', `/ctx/${id}/conversations`)).body as readonly ConversationInfo[];
      }
      const isKept = (readOf(filled(conv)) ?? 0) > 0;
      expect({ actor, isKept }).toEqual({ actor, isKept: may.includes(actor as Actor) });
    }
  },
);
