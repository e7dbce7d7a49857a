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

  it('forgets a secret that is renewed', async () => {
    const { store } = await open();
    const before = await store.secret('tokens');
    await store.renewSecret('tokens');
    expect(await store.secret('tokens')).not.toBe(before);
  });

  it('has one keyring under a name, whoever asks first', async () => {
    const { store, other } = await open();
    const second = await other();
    const read = await Promise.all([store, second, store].map((one) => one.keyring.keys('tokens')));
    expect(read[0]).toHaveLength(1);
    expect(read[1]).toEqual(read[0]);
    expect(read[2]).toEqual(read[0]);
  });

  it('has a key followed when it has lived, and forgets it when nothing good can come from it any more', async () => {
    const { store, clock } = await open();
    const ids = async () => (await store.keyring.keys('tokens')).map(({ id }) => id);
    const life = { life: 1000, grace: 100 };
    const [first] = await ids();
    await store.keyring.rotate('tokens', life);
    expect(await ids()).toEqual([first]);
    clock.forward(1000);
    await store.keyring.rotate('tokens', life);
    const [second, ...older] = await ids();
    expect(older).toEqual([first]);
    clock.forward(101);
    await store.keyring.rotate('tokens', life);
    expect(await ids()).toEqual([second]);
    await store.keyring.renew('tokens');
    expect(await ids()).not.toContain(second);
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
