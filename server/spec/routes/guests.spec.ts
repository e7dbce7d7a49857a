import { newRestServer, type LoggedIn, type RestServer } from './rest-server';
import { ID, own, record, refusal } from './shapes';

let rest: RestServer;
let alice: LoggedIn;

beforeAll(async () => {
  rest = await newRestServer();
  alice = await rest.user('alice');
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
    expect(await rest.master('GET', '/passengers/nobody')).toMatchObject(refusal(404, 5004));
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
    expect((await guest.call('GET', at)).body).toEqual([
      own(guest.id, 'help'),
      record('alice', 'with what?'),
    ]);
    expect((await alice.call('GET', at)).body).toEqual([
      record(guest.id, 'help'),
      own('alice', 'with what?'),
    ]);
  });
});
