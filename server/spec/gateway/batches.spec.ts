import type { Ack, Batch, Message } from 'rxim/protocol';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';
import { administer } from '../support/rest';
import { loggedIn, type StockClient } from '../support/stock-client';

const BURST = 30;
const bodies = Array.from({ length: BURST }, (_, i) => `m${i}`);

const burst = (client: StockClient, to: object): void => {
  bodies.forEach((body, i) => client.socket.emit('say', { to, content: { media: 0, body }, cid: `c${i}` }));
};

const createRoom = async (server: TestServer, ...members: string[]): Promise<object> => {
  const id = await administer<string>(server, 'POST', '/rooms', { owner: members[0], name: 'r', members });
  return { id, type: 2 };
};

/** Takes what comes until it has so many messages: as if all had come one by one, and how many frames it took. */
const collect = async (client: StockClient, count: number) => {
  const events: (readonly [string, unknown])[] = [];
  const frames: string[] = [];
  const all = new Promise<void>((resolve) => {
    client.socket.onAny((name: string, payload: unknown) => {
      if (name === 'change') return;
      frames.push(name);
      events.push(...(name === 'batch' ? (payload as Batch) : [[name, payload] as const]));
      if (events.length >= count) resolve();
    });
  });
  return { all, events, frames };
};

const bodyOf = ([, payload]: readonly [string, unknown]): unknown => (payload as Message).content.body;

describe('a burst in a room', () => {
  it('comes in fewer frames to clients of version 2, one by one to others, and in order to all', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice', { x: 2 });
    const bob = await loggedIn(server, 'bob', { x: 2 });
    const carol = await loggedIn(server, 'carol');
    const room = await createRoom(server, 'alice', 'bob', 'carol');
    const [atBobs, atCarols] = await Promise.all([collect(bob, BURST), collect(carol, BURST)]);
    burst(alice, room);
    await Promise.all([atBobs.all, atCarols.all]);
    expect(atBobs.events.map(bodyOf)).toEqual(bodies);
    expect(atBobs.frames.length).toBeLessThan(BURST);
    expect(atCarols.events.map(bodyOf)).toEqual(bodies);
    expect(atCarols.frames).not.toContain('batch');
  });

  it('reaches whoever was there, and is over before somebody is out of the room', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice', { x: 2 });
    const bob = await loggedIn(server, 'bob', { x: 2 });
    const room = (await createRoom(server, 'alice', 'bob')) as { id: string };
    const atBobs = await collect(bob, BURST);
    burst(alice, room);
    await atBobs.all;
    await administer(server, 'DELETE', `/rooms/${room.id}/members/bob`);
    burst(alice, room);
    await bob.settled();
    expect(atBobs.events.filter(([name]) => name === 'message').map(bodyOf)).toEqual(bodies);
  });
});

describe('two who write to each other at once', () => {
  it('get acks and messages in the order of the conversation', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice', { x: 2 });
    const bob = await loggedIn(server, 'bob', { x: 2 });
    const both = await Promise.all([collect(alice, 2 * BURST), collect(bob, 2 * BURST)]);
    burst(alice, { id: 'bob' });
    burst(bob, { id: 'alice' });
    await Promise.all(both.map(({ all }) => all));
    for (const { events } of both) {
      const seqs = events.map(([, payload]) => (payload as Ack).seq);
      expect(seqs).toEqual(Array.from({ length: 2 * BURST }, (_, i) => i + 1));
    }
  });
});
