import type { Message } from 'rxim/protocol';
import { newServer } from '../support/new-server';
import { befriend } from '../support/rest';
import { connect, loggedIn, type StockClient } from '../support/stock-client';

const say = (client: StockClient, from: number, to: number): void => {
  for (let i = from; i <= to; i++)
    client.socket.emit('say', { to: { id: 'bob' }, content: { media: 0, body: `${i}` }, cid: `c${i}` });
};

/** Bodies of the next so many messages. */
const heard = async (client: StockClient, count: number): Promise<number[]> => {
  const bodies: number[] = [];
  while (bodies.length < count) bodies.push(Number((await client.next<Message>('message')).content.body));
  return bodies;
};

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('What is said to a client', () => {
  it('comes in order and without a hole while its connection goes from long polling to a WebSocket', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice');
    const bob = connect(server, { client: 'bob', x: 1 }, { transports: ['polling', 'websocket'] });
    const { engine } = bob.socket.io;
    const upgraded = new Promise((resolve) => engine.once('upgrade', resolve));
    await bob.next('login');
    await befriend(server, 'alice', 'bob');
    const over = upgraded.then(() => true);
    // Some come by polls, some between, some by the WebSocket.
    for (let [said, isOver] = [0, false]; ; said += 10) {
      say(alice, said + 1, said + 10);
      expect(await heard(bob, 10)).toEqual(numbers(10).map((i) => said + i));
      if (isOver) break;
      isOver = await Promise.race([over, Promise.resolve(false)]);
    }
  });

  it('comes before the goodbye of the same turn', async () => {
    const server = await newServer();
    const alice = await loggedIn(server, 'alice');
    const bob = await loggedIn(server, 'bob', { x: 2 });
    const names: string[] = [];
    bob.socket.onAny((name: string, payload: unknown) =>
      names.push(...(name === 'batch' ? (payload as [string][]).map(([each]) => each) : [name])),
    );
    say(alice, 1, 30);
    await alice.next('ack');
    await server.close();
    await bob.next('disconnect');
    expect(names).toEqual([...numbers(30).map(() => 'message'), 'bye']);
  });
});
