import { newServer } from '../support/new-server';
import { login, post, refusal, tryLogin } from './clients';

const alice = { username: 'alice', password: 'correct horse' };

describe('an account with a name and a password', () => {
  it('is made once and logs in as the user that it is', async () => {
    const server = await newServer();
    const { status, body } = await post(server, '/accounts', alice);
    expect(status).toBe(201);
    const { id } = body as { id: string };
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await login(server, alice)).toMatchObject({ id });
    expect(await post(server, '/accounts', alice)).toMatchObject({ status: 409, body: { errorCode: 5005 } });
  });

  it('has one name, however it is written', async () => {
    const server = await newServer();
    const { body } = await post(server, '/accounts', { username: 'Zoë', password: 'Zoë’s password' });
    for (const username of ['zoë', 'ZOË', 'Zoe\u0308'])
      expect(await login(server, { username, password: 'Zoe\u0308’s password' })).toMatchObject(
        body as object,
      );
    expect(await post(server, '/accounts', { username: 'ｚoë', password: 'another one' })).toMatchObject({
      status: 409,
    });
  });

  it('is another one in another application', async () => {
    const apps = ['one', 'two'].map((id) => ({
      id,
      clientKey: `${id}-client-key`,
      masterKey: `${id}-master-key`,
    }));
    const server = await newServer({ apps });
    await post(server, '/accounts', alice);
    const elsewhere = { ...alice, app: 'two', key: 'two-client-key' };
    expect(await refusal(server, elsewhere)).toMatchObject({ error: 5003 });
  });

  it.each([
    ['a password of 7 characters', { username: 'bob', password: '1234567' }, 400, 5001],
    ['a password of 129 characters', { username: 'bob', password: 'x'.repeat(129) }, 413, 5010],
    ['no password', { username: 'bob' }, 400, 5001],
    ['no name', { username: '', password: '12345678' }, 400, 5001],
    ['a name with spaces around it', { username: ' bob', password: '12345678' }, 400, 5001],
    ['a name with a sign that nobody sees', { username: 'bo\u200bb', password: '12345678' }, 400, 5001],
    ['a name of 65 characters', { username: 'x'.repeat(65), password: '12345678' }, 413, 5010],
    ['a name that is no string', { username: { $ne: '' }, password: '12345678' }, 400, 5001],
  ])('is not made with %s', async (_, account, status, errorCode) => {
    expect(await post(await newServer(), '/accounts', account)).toMatchObject({
      status,
      body: { errorCode },
    });
  });

  it('takes passwords of 8 and of 128 characters, of any script', async () => {
    const server = await newServer();
    for (const [index, password] of ['12345678', '密码很长的八个字', '🔑'.repeat(128)].entries()) {
      const account = { username: `user${index}`, password };
      expect(await post(server, '/accounts', account)).toMatchObject({ status: 201 });
      await login(server, account);
    }
  });

  it('is made for whoever holds the client key, and for nobody else', async () => {
    const server = await newServer();
    const answer = await fetch(`${server.url}/accounts`, {
      method: 'POST',
      headers: { 'x-ml-appid': server.appId, 'x-ml-apikey': 'wrong', 'content-type': 'application/json' },
      body: JSON.stringify(alice),
    });
    expect(answer.status).toBe(401);
    expect(await tryLogin(server, { ...alice, key: 'wrong' })).toMatchObject({ success: false, error: 5003 });
  });
});

describe('a refused login', () => {
  it('says the same of a wrong password and of an unknown name', async () => {
    const server = await newServer();
    await post(server, '/accounts', alice);
    const wrong = await refusal(server, { ...alice, password: 'wrong horse' });
    const unknown = await refusal(server, { ...alice, username: 'nobody' });
    expect(JSON.stringify(unknown)).toBe(JSON.stringify(wrong));
    expect(wrong).toMatchObject({ success: false, error: 5003 });
  });

  it('counts: the sixth guess is not even looked at, right or wrong', async () => {
    const server = await newServer({ noRateLimits: false });
    await post(server, '/accounts', alice);
    for (let i = 0; i < 5; i++)
      expect(await refusal(server, { ...alice, password: `guess ${i}` })).toMatchObject({ error: 5003 });
    expect(await refusal(server, alice)).toMatchObject({ error: 5013 });
  });

  it('counts when they come all at once', async () => {
    const server = await newServer({ noRateLimits: false });
    await post(server, '/accounts', alice);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => refusal(server, { ...alice, password: `guess ${i}` })),
    );
    expect(answers.map(({ error }) => error).sort((a, b) => a - b)).toEqual([
      5003, 5003, 5003, 5003, 5003, 5013, 5013, 5013,
    ]);
  });

  it('of one address counts against all accounts', async () => {
    const server = await newServer({ noRateLimits: false });
    for (let i = 0; i < 5; i++) await refusal(server, { username: `user${i}`, password: 'password' });
    expect(await refusal(server, { username: 'user5', password: 'password' })).toMatchObject({ error: 5013 });
  });

  it('does not count when it was none: one may come back as often as one likes', async () => {
    const server = await newServer({ noRateLimits: false });
    await post(server, '/accounts', alice);
    for (let i = 0; i < 8; i++) (await login(server, alice)).socket.disconnect();
  });

  it.each([
    ['a password that is no string', { username: 'alice', password: { $gt: '' } }, 5001],
    ['a name that is no string', { username: ['alice'], password: 'password' }, 5001],
    ['a password that is too long to be one', { username: 'alice', password: 'x'.repeat(10_000) }, 5010],
  ])('follows from %s', async (_, credentials, error) => {
    expect(await refusal(await newServer(), credentials)).toMatchObject({ error });
  });
});
