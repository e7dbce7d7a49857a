import type { Bench } from '../../support/stores';

export const server = ({ open, shared }: Bench): void => {
  it('makes a secret once, whoever asks first, and another for another name', async () => {
    const { store, other } = await open();
    const second = await other();
    const made = await Promise.all([store, second, store, second].map((one) => one.secret('tokens')));
    expect(new Set(made).size).toBe(1);
    expect(made[0]).toMatch(/^[\w-]{43}$/);
    expect(await store.secret('others')).not.toBe(made[0]);
  });

  it('has one epoch until it is renewed', async () => {
    const { store, other } = await open();
    const before = store.epoch;
    expect((await other()).epoch).toBe(before);
    await store.renewEpoch();
    expect(store.epoch).not.toBe(before);
    expect((await other()).epoch).toBe(store.epoch);
  });

  it('answers a ping', async () => {
    await expect(shared().store.ping()).resolves.toBeUndefined();
  });
};
