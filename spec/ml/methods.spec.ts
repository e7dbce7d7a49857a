import { readFileSync } from 'node:fs';
import { createIm } from '../../src';
import { ML } from '../../src/ml';
import { version } from '../../package.json';

/** Rows of docs/guide-methods.md that begin with a method: its name, its arguments and the reactive expressions. */
const rows = [
  ...readFileSync('docs/guide-methods.md', 'utf8').matchAll(/^\| `(\w+)\((.*?)\)` \| (.*?) \|/gm),
].map(([, name = '', args = '', reactive = '']) => ({ name, args, reactive }));

const OPTIONS = { server: 'http://127.0.0.1:1', appId: 'demo', masterKey: 'master' };

describe('the table of the guide’s methods', () => {
  it('has every method of the facade, and no other', () => {
    const im = ML.im(OPTIONS);
    const own = ['rx', 'close'];
    expect(rows.map(({ name }) => name).sort()).toEqual(
      Object.keys(im)
        .filter((key) => !own.includes(key))
        .sort(),
    );
    im.close();
  });

  it.each(rows)('$name hangs on ML.im too, and its counterpart exists', ({ name, reactive }) => {
    expect(ML.im).toHaveProperty(name, expect.any(Function));
    const im = createIm(OPTIONS);
    const paths = [...reactive.matchAll(/\bim\.([\w.$]+)/g)].map(([, path = '']) => path);
    expect(paths).not.toEqual([]);
    for (const path of paths) {
      expect(im).toHaveProperty(path, path.endsWith('$') ? expect.any(Object) : expect.any(Function));
    }
    void im.close();
  });
});

/** The requests of one method: what it asks, and what it calls back when the server has nothing to say. */
const call = (name: string, ...args: unknown[]): Promise<{ request: string; data: unknown }> =>
  new Promise((resolve, reject) => {
    let request = '';
    const im = ML.im({
      ...OPTIONS,
      fetch: async (url, { method = '', body } = {}) => {
        request = `${method} ${(url as string).slice(OPTIONS.server.length)}${body ? ` ${body as string}` : ''}`;
        return new Response(method === 'GET' ? '[]' : null, { status: 200 });
      },
    });
    const done = (error: Error | null, data: unknown): void => {
      im.close();
      if (error) reject(error);
      else resolve({ request, data });
    };
    const method = (im as unknown as Record<string, (...args: unknown[]) => void>)[name]!;
    method(...args.map((arg) => (arg === 'callback' ? done : arg)));
  });

describe('the facade', () => {
  it('says its version', () => {
    expect(ML.im.version).toBe(version);
  });

  const attributes = { age: 1 };
  const table: [request: string, data: unknown, name: string, ...args: unknown[]][] = [
    [
      'GET /ctx?name=x&_sort=name%2C-age&_skip=5&_limit=20',
      [],
      'searchUsers',
      20,
      5,
      'name,-age',
      { name: 'x' },
      'callback',
    ],
    ['GET /ctx', [], 'searchUsers', null, null, null, null, 'callback'],
    ['GET /groups?_skip=0', [], 'searchGroups', undefined, 0, '', undefined, 'callback'],
    ['GET /ctx/foo/friends', [], 'listFriends', 'foo', 'callback'],
    ['GET /ctx/foo/friends', [], 'listFriends', 'foo', 'callback', false],
    ['GET /ctx/foo/friends?detail', [], 'listFriends', 'foo', 'callback', true],
    ['GET /ctx/foo/groups?detail', [], 'listGroups', 'foo', 'callback', true],
    ['GET /ctx/foo/rooms?detail', [], 'listRooms', 'foo', 'callback', true],
    [
      'GET /ctx/foo/friends/bar/chats?ts=1454490959094&limit=10',
      [],
      'getRecentChat',
      'foo',
      'bar',
      '1454490959094',
      '10',
      'callback',
    ],
    ['GET /groups/g/chats?ts=7&limit=1', [], 'getGroupChat', 'g', 7, 1, 'callback'],
    ['POST /ctx/foo/attributes {"age":1}', {}, 'setUserAttributes', 'foo', attributes, 'callback'],
    ['PUT /ctx/foo/attributes {"age":1}', {}, 'coverSetUserAttributes', 'foo', attributes, 'callback'],
    ['DELETE /ctx/foo/attributes', {}, 'rmUserAttributes', 'foo', 'callback'],
    ['DELETE /groups/g/attributes', {}, 'rmGroupAttributes', 'g', 'callback'],
    ['DELETE /rooms/r/attributes', '', 'rmRoomAttributes', 'r', 'callback'],
    ['DELETE /ctx/foo/friends/bar', '', 'rmFriend', 'foo', 'bar', 'callback'],
    ['PUT /groups/g {"owner":"bar"}', '', 'updateGroup', 'g', { owner: 'bar' }, 'callback'],
    ['POST /groups/g/members {"members":["a"]}', '', 'addGroupMembers', 'g', { members: ['a'] }, 'callback'],
    ['DELETE /rooms/r/members {"members":["a"]}', '', 'rmRoomMembers', 'r', { members: ['a'] }, 'callback'],
    [
      'POST /system/g?group {"content":{"media":0,"body":"x"}}',
      '',
      'sysToGroup',
      'g',
      { content: { media: 0, body: 'x' } },
      'callback',
    ],
  ];
  for (const [request, data, name, ...args] of table) {
    it(`${name}(${args.map((arg) => (arg === 'callback' ? arg : JSON.stringify(arg))).join(', ')}) asks ${request}`, async () => {
      await expect(call(name, ...args)).resolves.toEqual({ request, data });
    });
  }

  it('needs an application, and a server that it can know', () => {
    expect(() => ML.im(undefined as never)).toThrow('ML.im(options) needs an appId');
    expect(() => ML.im({} as never)).toThrow('ML.im(options) needs an appId');
    expect(() => ML.im({ appId: 'demo', region: 'mars' })).toThrow('ML.im.regions has no region mars');
    expect(() => ML.im({ appId: 'demo' })).toThrow('ML.im.regions.cn or the option server is needed');
  });

  it('finds its server by region', async () => {
    let asked = '';
    ML.im.regions['us'] = 'https://us.im.test';
    const im = ML.im({
      appId: 'demo',
      masterKey: 'master',
      region: 'us',
      fetch: async (url) => {
        asked = url as string;
        return Response.json([]);
      },
    });
    await new Promise<void>((resolve) => im.listFriends('foo', () => resolve()));
    expect(asked).toBe('https://us.im.test/ctx/foo/friends');
    im.close();
    ML.im.regions['us'] = undefined;
  });
});
