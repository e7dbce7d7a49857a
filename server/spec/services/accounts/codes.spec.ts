import type { NewCode } from '../../../src/ports/accounts';
import type { CodeMessage } from '../../../src/ports/sms';
import { DEFAULT_LIMITS } from '../../../src/limits';
import { Codes } from '../../../src/services/accounts/codes';
import { createSqliteStore } from '../../../src/store';

it('is kept by a keyed hash of number and code, five minutes, for five tries', async () => {
  const store = await createSqliteStore({ data: ':memory:' });
  const stored: NewCode[] = [];
  const sent: CodeMessage[] = [];
  const codes = new Codes({
    store: {
      ...store.codes,
      put: (app, phone, code) => (stored.push(code), store.codes.put(app, phone, code)),
    },
    sms: { send: (message) => Promise.resolve(void sent.push(message)) },
    limits: DEFAULT_LIMITS,
    rateLimits: true,
    secret: 'secret',
  });
  await codes.send('demo', '+1');
  await codes.send('demo', '+2');
  expect(stored[0]).toEqual({
    hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    life: 300_000,
    tries: 5,
    interval: 60_000,
    perDay: 10,
  });
  expect(stored[0]!.hash).not.toBe(stored[1]!.hash);
  expect(await codes.take('demo', '+2', sent[1]!.code)).toBe(true);
  await store.close();
});
