import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { TIME, create, empty, refusal } from './shapes';

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
      expect(await rest.master('POST', path, message('x'))).toMatchObject(refusal(404, 5004));
    }
    const both = await rest.master('POST', `/system/${'0'.repeat(32)}?room&group`, message('x'));
    expect(both).toMatchObject(refusal(409, 5005));
  });
});
