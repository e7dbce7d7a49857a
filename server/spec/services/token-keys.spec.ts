import { decodeProtectedHeader } from 'jose';
import { DEFAULT_LIMITS } from '../../src/limits';
import type { Key } from '../../src/ports/keyring';
import type { Store } from '../../src/ports/store';
import { TokenKeys } from '../../src/services/token-keys';
import { createTokens } from '../../src/services/tokens';
import { createSqliteStore } from '../../src/store';
import { Clock, user } from '../support/stores';

const key = (id: string, since: number): Key => ({ id, secret: id, since });

const keysOf = (read: () => Promise<readonly Key[]>, now = () => 100_000): TokenKeys =>
  new TokenKeys({
    keyring: { keys: read, rotate: () => Promise.resolve(), renew: () => Promise.resolve() },
    limits: DEFAULT_LIMITS,
    now,
  });

describe('the keys of session tokens', () => {
  it('sign by the newest that every server has seen, or by the only one', async () => {
    const [old, fresh] = [key('old', 0), key('new', 99_000)];
    expect((await keysOf(async () => [fresh, old]).toSign()).id).toBe('old');
    const later = keysOf(
      async () => [fresh, old],
      () => 104_000,
    );
    expect((await later.toSign()).id).toBe('new');
    expect((await keysOf(async () => [fresh]).toSign()).id).toBe('new');
  });

  it('are read once a second, however many ask', async () => {
    let ring = [key('a', 0)];
    let now = 0;
    const read = jest.fn(async () => ring);
    const keys = keysOf(read, () => now);
    await Promise.all([keys.toSign(), keys.named('a'), keys.named('b')]);
    expect(read).toHaveBeenCalledTimes(1);
    ring = [key('b', 0)];
    expect(await keys.named('b')).toBeUndefined();
    now = 1000;
    expect(await keys.named('b')).toBe(ring[0]);
    expect(await keys.named('a')).toBeUndefined();
    now = -100_000;
    await keys.toSign();
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('are read again at once when that has failed', async () => {
    const read = jest.fn(async () => [key('a', 0)]).mockRejectedValueOnce(new Error('down'));
    const keys = keysOf(read);
    await expect(keys.toSign()).rejects.toThrow('down');
    expect((await keys.toSign()).id).toBe('a');
  });
});

describe('a session token', () => {
  let store: Store;
  const clock = new Clock();
  beforeAll(async () => {
    store = await createSqliteStore({ data: ':memory:', now: clock.now });
  });
  afterAll(() => store.close());

  it('is good for as long as it lives, though its key is followed by another one, and for no longer', async () => {
    const keys = new TokenKeys({ keyring: store.keyring, limits: DEFAULT_LIMITS, now: clock.now });
    const app = { id: 'demo', clientKey: 'c', masterKey: 'm' };
    const tokens = createTokens(
      { apps: new Map([['demo', app]]), limits: DEFAULT_LIMITS },
      keys,
      store.sessions,
    );
    const caller = { app: 'demo', identity: user('alice'), session: { id: 's', generation: 0 } };
    const issue = async (): Promise<string> => (await tokens.issue(caller)).token;
    const kid = (token: string): unknown => decodeProtectedHeader(token).kid;

    const old = await issue();
    clock.forward(DEFAULT_LIMITS.tokenKeyLife);
    await keys.rotate();
    clock.forward(1000);
    expect(kid(await issue())).toBe(kid(old));
    clock.forward(5000);
    const fresh = await issue();
    expect(kid(fresh)).not.toBe(kid(old));
    expect(await tokens.verify(old)).toEqual(caller);
    expect(await tokens.verify(fresh)).toEqual(caller);

    clock.forward(DEFAULT_LIMITS.sessionToken * 1000);
    await keys.rotate();
    clock.forward(1000);
    expect(await tokens.verify(old)).toBeUndefined();
    expect(await tokens.verify(fresh)).toEqual(caller);
    await keys.renew();
    clock.forward(1000);
    expect(await tokens.verify(fresh)).toBeUndefined();
  });
});
