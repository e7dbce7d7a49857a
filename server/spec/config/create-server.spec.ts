import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, type ServerOptions } from 'rxim-server';

describe('createServer', () => {
  it.each<[string, ServerOptions, string]>([
    [
      'two keys that are the same',
      { clientKey: 'the-same-key', masterKey: 'the-same-key' },
      'the two keys of application "demo" are the same',
    ],
    [
      'a master key that can be found by trying',
      { masterKey: 'x' },
      'the master key of application "demo" expected at least 12 characters, got 1',
    ],
    ['an application twice', { apps: [{ id: 'a' }, { id: 'a' }] }, 'application "a" is there twice'],
    ['an id with a slash', { appId: 'a/b' }, 'an app id expected'],
    ['no application', { apps: [] }, 'apps is empty'],
    [
      'a database that it has no store for',
      { database: 'mysql://root:secret@localhost' },
      'database expected a URL like postgres://user:password@host:5432/database, got "mysql:"',
    ],
    ['a port that there is not', { port: 70_000 }, 'port expected a port from 0 to 65535, got 70000'],
    ['one application and several', { appId: 'a', apps: [{ id: 'b' }] }, 'give either apps, or one app-id'],
  ])('refuses %s', async (_what, options, message) => {
    await expect(createServer({ port: 0, data: ':memory:', ...options })).rejects.toThrow(message);
  });

  it('listens when it resolves, and releases everything when it is closed', async () => {
    const server = await createServer({ port: 0, data: ':memory:' });
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    await Promise.all([server.close(), server.close()]);
    const again = await createServer({ port: server.port, data: ':memory:' });
    await again.close();
  });

  it('does not wait for connections on which nothing was asked, as browsers open them ahead of need', async () => {
    const server = await createServer({ port: 0, data: ':memory:' });
    const socket = connect(server.port, '127.0.0.1');
    const closed = once(socket, 'close');
    await fetch(`${server.url}/health`);
    const since = performance.now();
    await Promise.all([server.close(), closed]);
    expect(performance.now() - since).toBeLessThan(5_000);
  });

  it('makes up keys that are not given, and tells them, and not those that were given', async () => {
    const server = await createServer({ port: 0, data: ':memory:', appId: 'mine', clientKey: 'given' });
    expect(server.apps).toEqual([
      { id: 'mine', clientKey: 'given', masterKey: expect.stringMatching(/^.{32}$/) as unknown },
    ]);
    expect(server.freshApps).toEqual([{ id: 'mine', masterKey: server.apps[0]?.masterKey }]);
    await server.close();
  });
});
