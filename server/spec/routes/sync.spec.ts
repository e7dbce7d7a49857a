import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { TIME } from './shapes';

let rest: RestServer;
let alice: LoggedIn;

beforeAll(async () => {
  rest = await newRestServer();
  alice = await rest.user('alice');
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
