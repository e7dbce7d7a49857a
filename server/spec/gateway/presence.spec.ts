import { newServer } from '../support/new-server';
import { befriend } from '../support/rest';
import { connect, loggedIn } from '../support/stock-client';

/** Makes the users exist before they are made friends. */
const known = async (server: Awaited<ReturnType<typeof newServer>>, ...ids: string[]): Promise<void> => {
  for (const id of ids) {
    const client = await loggedIn(server, id);
    client.socket.disconnect();
    await client.next('disconnect');
  }
};

describe('presence', () => {
  it('tells friends when a user comes with its first session and goes after its last', async () => {
    const server = await newServer();
    await known(server, 'alice');
    const bob = await loggedIn(server, 'bob');
    await befriend(server, 'alice', 'bob');

    const phone = await loggedIn(server, 'alice');
    expect(await bob.next('online')).toBe('alice');
    const tablet = await loggedIn(server, 'alice');
    phone.socket.disconnect();
    await phone.next('disconnect');
    tablet.socket.emit('say', { to: { id: 'bob' }, content: { media: 0, body: 'still here' } });
    await bob.next('message');
    expect(bob.recorder.rest.filter(({ name }) => name.includes('line'))).toEqual([]);

    tablet.socket.disconnect();
    expect(await bob.next('offline')).toBe('alice');
  });

  it('is no business of strangers, unless a user announces itself to everybody', async () => {
    const server = await newServer();
    await known(server, 'alice');
    const bob = await loggedIn(server, 'bob');
    const carol = await loggedIn(server, 'carol');
    await befriend(server, 'alice', 'bob');

    const quiet = await loggedIn(server, 'alice');
    expect(await bob.next('online')).toBe('alice');
    const loud = await loggedIn(server, 'alice', { notifyAll: true });
    expect(await carol.next('online_x')).toBe('alice');
    quiet.socket.disconnect();
    loud.socket.disconnect();
    expect(await bob.next('offline')).toBe('alice');
    expect(await carol.next('offline_x')).toBe('alice');
    expect(
      [...bob.recorder.rest, ...carol.recorder.rest].filter(({ name }) => name.includes('line')),
    ).toEqual([]);
  });

  it('is not announced for guests', async () => {
    const server = await newServer();
    const bob = await loggedIn(server, 'bob');
    const guest = connect(server, { passenger: { id: 'visitor' }, notifyAll: true });
    await guest.next('login');
    guest.socket.emit('say', { to: { id: 'bob' }, content: { media: 0, body: 'hi' } });
    await bob.next('message');
    expect(bob.recorder.rest.filter(({ name }) => name.includes('line'))).toEqual([]);
  });
});
