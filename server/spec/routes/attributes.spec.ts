import { newRestServer, type RestServer } from './rest-server';
import { create, empty, refusal } from './shapes';

let rest: RestServer;

beforeAll(async () => {
  rest = await newRestServer();
  await rest.user('alice');
});

describe.each([
  {
    kind: 'user',
    make: async () => {
      await rest.master('POST', '/ctx/thing/attributes', {});
      return '/ctx/thing';
    },
  },
  { kind: 'group', make: async () => `/groups/${await create(rest.master, '/groups', { owner: 'alice' })}` },
  { kind: 'room', make: async () => `/rooms/${await create(rest.master, '/rooms', {})}` },
])('attributes of a $kind', ({ make }) => {
  it('are merged, replaced, read, read one by one, and cleared', async () => {
    const at = `${await make()}/attributes`;
    expect(empty(await rest.master('POST', at, { a: 1, b: 'two' }))).toEqual({ status: 201, text: '' });
    expect(empty(await rest.master('POST', at, { b: 'three', c: { d: [true, null] } }))).toEqual({
      status: 201,
      text: '',
    });
    expect(await rest.master('GET', at)).toMatchObject({
      status: 200,
      body: { a: 1, b: 'three', c: { d: [true, null] } },
    });
    expect((await rest.master('GET', `${at}/b`)).text).toBe('"three"');
    expect((await rest.master('GET', `${at}/a`)).text).toBe('1');
    expect((await rest.master('GET', `${at}/c`)).body).toEqual({ d: [true, null] });
    expect(await rest.master('GET', `${at}/z`)).toMatchObject(refusal(404, 5004));

    expect(empty(await rest.master('PUT', at, { only: 'me' }))).toEqual({ status: 201, text: '' });
    expect((await rest.master('GET', at)).body).toEqual({ only: 'me' });
    expect(empty(await rest.master('DELETE', at))).toEqual({ status: 204, text: '' });
    expect((await rest.master('GET', at)).body).toEqual({});
  });

  it('may have names that a path must escape', async () => {
    const at = `${await make()}/attributes`;
    const name = '喜欢的/颜色 & more';
    await rest.master('POST', at, { [name]: 'blue' });
    expect((await rest.master('GET', `${at}/${encodeURIComponent(name)}`)).body).toBe('blue');
  });

  it('of what does not exist are 5004', async () => {
    const nowhere = (await make()).replace(/[^/]+$/, 'e'.repeat(32));
    expect(await rest.master('GET', `${nowhere}/attributes`)).toMatchObject(refusal(404, 5004));
    expect(await rest.master('DELETE', `${nowhere}/attributes`)).toMatchObject(refusal(404, 5004));
  });
});
