import type { Socket } from 'socket.io';
import type { Announcement } from '../../src/gateway/announcement';
import { createHub } from '../../src/gateway/hub';
import { arrivalsOf, everybodyIn, roomName, sessionsOf } from '../../src/gateway/names';
import type { Outlet } from '../../src/gateway/outlet';
import { Topics } from '../../src/gateway/topics';

const APP = 'demo';
const MESSAGE = { from: { id: 'a', type: 2, gid: 'r' }, content: { media: 0, body: '' }, ts: 1 } as const;

/** Hears what is said to it; gone once it is disconnected. */
const listener = (topics: Topics, user: string, stage: 'in' | 'arriving' = 'in') => {
  const heard: string[] = [];
  const outlet = {
    socket: { id: `${user}-${Math.random()}`, disconnect: () => topics.remove(outlet) } as unknown as Socket,
    say: ({ event }: Announcement) => heard.push(event),
  } as unknown as Outlet;
  topics.add(outlet);
  const identity = { kind: 'user', id: user } as const;
  topics.subscribe(outlet, (stage === 'in' ? sessionsOf : arrivalsOf)(APP, identity));
  if (stage === 'in') topics.subscribe(outlet, everybodyIn(APP));
  return { outlet, heard, id: outlet.socket.id };
};

describe('The hub', () => {
  let topics: Topics;
  let hub: ReturnType<typeof createHub>;
  beforeEach(() => {
    topics = new Topics();
    hub = createHub(topics);
  });

  it('tells a room what is said while somebody is in it, and nothing before or after, all in one turn', () => {
    const [bob, carol] = [listener(topics, 'bob'), listener(topics, 'carol')];
    hub.joinRoom(APP, 'r', ['bob']);
    hub.toRoom(APP, 'r', 'message', MESSAGE);
    hub.leaveRoom(APP, 'r', ['bob']);
    hub.joinRoom(APP, 'r', ['carol']);
    hub.toRoom(APP, 'r', 'message', MESSAGE);
    hub.closeRoom(APP, 'r');
    hub.toRoom(APP, 'r', 'message', MESSAGE);
    expect([bob.heard, carol.heard]).toEqual([['message'], ['message']]);
  });

  it('tells the members of a group who are there at the moment, whatever it was told last', () => {
    const bob = listener(topics, 'bob');
    const members = ['bob', 'carol'].map((id) => ({ kind: 'user', id }) as const);
    const say = (app = APP): void => hub.toIdentities(app, members, 'message', MESSAGE);
    say();
    say('another');
    const carol = listener(topics, 'carol');
    say();
    topics.remove(bob.outlet);
    say();
    expect([bob.heard, carol.heard]).toEqual([
      ['message', 'message'],
      ['message', 'message'],
    ]);
  });

  it('lets those who are logging in follow their user into rooms', () => {
    const { outlet, heard } = listener(topics, 'bob', 'arriving');
    hub.joinRoom(APP, 'r', ['bob']);
    expect([...topics.of(roomName(APP, 'r'))]).toEqual([outlet]);
    hub.leaveRoom(APP, 'r', ['bob']);
    expect(topics.sizeOf(roomName(APP, 'r'))).toBe(0);
    expect(heard).toEqual([]);
  });

  it('spares a session, a user, or several', () => {
    const [phone, tablet, bob] = ['alice', 'alice', 'bob'].map((user) => listener(topics, user));
    const alice = { kind: 'user', id: 'alice' } as const;
    hub.joinRoom(APP, 'r', ['alice', 'bob']);
    hub.toIdentities(APP, [alice], 'token', { token: '', expires: 0 } as never, phone?.id);
    hub.toRoom(APP, 'r', 'message', MESSAGE, alice);
    hub.toAll(APP, 'online_x' as never, 'alice' as never, [alice]);
    expect([phone, tablet, bob].map((one) => one?.heard)).toEqual([[], ['token'], ['message', 'online_x']]);
  });

  it('ends all sessions of somebody but one, those included that are logging in, which hear nothing', () => {
    const [phone, tablet] = [listener(topics, 'alice'), listener(topics, 'alice')];
    const arriving = listener(topics, 'alice', 'arriving');
    const alice = { kind: 'user', id: 'alice' } as const;
    hub.end(APP, alice, { reason: 'limit' }, phone.id);
    expect(hub.sessions(APP, alice)).toBe(1);
    expect(topics.sizeOf(arrivalsOf(APP, alice))).toBe(0);
    expect([phone, tablet, arriving].map(({ heard }) => heard)).toEqual([[], ['bye'], []]);
  });

  it('tells all devices of a user, those that are left when one goes, and again one that comes back', () => {
    const alice = { kind: 'user', id: 'alice' } as const;
    const say = (): void => hub.toIdentities(APP, [alice], 'message', MESSAGE);
    const phone = listener(topics, 'alice');
    say();
    const [tablet, desk] = [listener(topics, 'alice'), listener(topics, 'alice')];
    say();
    expect(hub.sessions(APP, alice)).toBe(3);
    topics.remove(tablet.outlet);
    topics.remove(phone.outlet);
    topics.remove(phone.outlet);
    say();
    expect(hub.sessions(APP, alice)).toBe(1);
    const back = listener(topics, 'alice');
    say();
    topics.remove(back.outlet);
    topics.remove(desk.outlet);
    say();
    expect(hub.sessions(APP, alice)).toBe(0);
    expect([phone, tablet, desk, back].map(({ heard }) => heard.length)).toEqual([2, 1, 3, 1]);
  });

  it('keeps nobody who is gone: not in a room that they come into afterwards, nor in any topic', () => {
    const { outlet } = listener(topics, 'alice');
    hub.joinRoom(APP, 'r', ['alice']);
    topics.remove(outlet);
    topics.subscribe(outlet, roomName(APP, 'r'));
    for (const topic of [
      roomName(APP, 'r'),
      everybodyIn(APP),
      sessionsOf(APP, { kind: 'user', id: 'alice' }),
    ])
      expect(topics.sizeOf(topic)).toBe(0);
  });
});
