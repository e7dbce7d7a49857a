import { newRestServer, type RestServer } from './rest-server';
import { create, empty } from './shapes';

let rest: RestServer;

beforeAll(async () => {
  rest = await newRestServer();
  await rest.user('alice');
  await rest.user('bob');
  await rest.user('carol');
});

describe.each(['groups', 'rooms'])('members of %s', (what) => {
  let at: string;
  const members = async () =>
    ((await rest.master('GET', `/${what}/${at}`)).body as { members: string[] }).members.slice().sort();

  beforeEach(async () => {
    at = await create(rest.master, `/${what}`, { owner: 'alice', members: ['alice'] });
  });

  it.each([
    ['an object', { members: ['bob', 'carol'] }],
    ['a bare list, as SDK 4.x sends it', ['bob', 'carol']],
  ])('come and go as %s; to come or go twice is no error', async (_how, body) => {
    for (let time = 1; time <= 2; time++) {
      expect(empty(await rest.master('POST', `/${what}/${at}/members`, body))).toEqual({
        status: 201,
        text: '',
      });
    }
    expect(await members()).toEqual(['alice', 'bob', 'carol']);
    for (let time = 1; time <= 2; time++) {
      expect(empty(await rest.master('DELETE', `/${what}/${at}/members`, body))).toEqual({
        status: 204,
        text: '',
      });
    }
    expect(await members()).toEqual(['alice']);
  });

  it('come and go one by one', async () => {
    expect(empty(await rest.master('POST', `/${what}/${at}/members/bob`))).toEqual({ status: 201, text: '' });
    expect(await members()).toEqual(['alice', 'bob']);
    expect(empty(await rest.master('DELETE', `/${what}/${at}/members/bob`))).toEqual({
      status: 204,
      text: '',
    });
    expect(await members()).toEqual(['alice']);
  });
});
