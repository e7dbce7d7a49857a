import type { ImError } from '../../src/errors';
import {
  createStorage,
  memoryStorage,
  type Changes,
  type Device,
  type KeptMessage,
  type Storage,
  type StorageArea,
} from '../../src/storage';
import { text, user } from '../../src/protocol';

const entry = (cid: string, since = 1): KeptMessage => ({
  cid,
  lane: 'u:bob',
  say: { to: user('bob'), content: text(cid), cid },
  since,
});

const open = (storage: Storage, errors: ImError[] = []): Promise<Device> =>
  storage.open('alice', (error) => errors.push(error));

/** An empty area whose writes go elsewhere. */
const areaOf = (write: (changes: Changes) => Promise<void>): StorageArea => ({
  entries: new Map(),
  write,
  close: () => Promise.resolve(),
  whenSole: () => undefined,
});

const adopted = (device: Device): string[] => {
  const cids: string[] = [];
  device.whenAdopted((entries) => cids.push(...entries.map(({ cid }) => cid)));
  return cids;
};

/** Runs `use` on a device and gives what the next process finds. */
const afterwards = async (use: (device: Device) => void): Promise<Device> => {
  const storage = memoryStorage();
  const device = await open(storage);
  use(device);
  await device.close();
  return open(storage);
};

it('has no cursor before anything was read', async () => {
  const next = await afterwards(() => undefined);
  expect(next.cursor).toBeUndefined();
});

it('has an empty cursor, and not none, where it was logged in and nothing was there to be read', async () => {
  const next = await afterwards((device) => device.passed('', [0, 0]));
  expect(next.cursor).toEqual({});
});

it('goes on after the last message that was passed', async () => {
  const next = await afterwards((device) => {
    device.passed('g:1', [1, 10]);
    device.passed('g:1', [2, 20]);
    device.passed('g:2', [7, 70]);
  });
  expect(next.cursor).toEqual({ 'g:1': [2, 20], 'g:2': [7, 70] });
});

it('does not pass a message that the application has not done', async () => {
  const next = await afterwards((device) => {
    device.passed('g:1', [1, 10]);
    device.entrust('g:1', [2, 20]);
    const done = device.entrust('g:1', [3, 30]);
    device.passed('g:1', [4, 40]);
    done();
  });
  expect(next.cursor).toEqual({ 'g:1': [1, 10] });
});

it('passes all that are done as soon as the first of them is, whatever the order', async () => {
  const next = await afterwards((device) => {
    const [first, second] = [device.entrust('g:1', [1, 10]), device.entrust('g:1', [2, 20])];
    device.passed('g:1', [3, 30]);
    device.entrust('g:1', [4, 40]);
    second();
    first();
    first();
  });
  expect(next.cursor).toEqual({ 'g:1': [3, 30] });
});

it('hands over what an earlier process had not sent, oldest first', async () => {
  const next = await afterwards((device) => {
    device.keep(entry('2', 5), () => undefined);
    device.keep(entry('3', 5), () => undefined);
    device.keep(entry('1', 4), () => undefined);
    device.keep(entry('gone'), () => undefined);
    device.forget('gone');
  });
  expect(adopted(next)).toEqual(['1', '2', '3']);
});

it('says that a message is kept only when the storage has it', async () => {
  const written: (() => void)[] = [];
  const slow = createStorage(() =>
    Promise.resolve(areaOf(() => new Promise((resolve) => written.push(resolve)))),
  );
  const device = await open(slow);
  const kept: string[] = [];
  device.keep(entry('1'), () => kept.push('1'));
  await Promise.resolve();
  await Promise.resolve();
  expect([written.length, kept]).toEqual([1, []]);
  device.keep(entry('2'), () => kept.push('2'));
  written[0]?.();
  await new Promise(setImmediate);
  expect([written.length, kept]).toEqual([2, ['1']]);
  written[1]?.();
  await new Promise(setImmediate);
  expect(kept).toEqual(['1', '2']);
});

it('reports a write that fails and writes its changes with the next ones', async () => {
  const disk = new Map<string, string | undefined>();
  let full = true;
  const storage = createStorage(() =>
    Promise.resolve(
      areaOf((changes) => {
        if (full) return Promise.reject(new Error('disk full'));
        for (const [key, value] of changes) disk.set(key, value);
        return Promise.resolve();
      }),
    ),
  );
  const errors: ImError[] = [];
  const device = await open(storage, errors);
  device.passed('g:1', [1, 10]);
  await new Promise(setImmediate);
  expect(errors.map(({ code }) => code)).toEqual(['storage']);
  full = false;
  device.passed('g:2', [2, 20]);
  await device.close();
  expect([...disk]).toEqual([
    ['c/g:1', '[1,10]'],
    ['c/g:2', '[2,20]'],
  ]);
});

/** A disk that is full until it is told otherwise. */
const fullDisk = () => {
  const disk = new Map<string, string | undefined>();
  const state = { full: true, tries: 0 };
  const storage = createStorage(() =>
    Promise.resolve(
      areaOf((changes) => {
        state.tries++;
        if (state.full) return Promise.reject(new Error('disk full'));
        for (const [key, value] of changes) disk.set(key, value);
        return Promise.resolve();
      }),
    ),
  );
  return { disk, state, storage };
};

describe('a write that failed', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is tried again by itself, though nothing else changes', async () => {
    const { disk, state, storage } = fullDisk();
    const errors: ImError[] = [];
    const device = await open(storage, errors);
    let kept = false;
    device.keep(entry('1'), () => (kept = true));
    await jest.advanceTimersByTimeAsync(6_000);
    expect([state.tries, errors.length, kept]).toEqual([2, 2, false]);
    state.full = false;
    await jest.advanceTimersByTimeAsync(5_000);
    expect([...disk.keys(), kept]).toEqual(['o/1', true]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(state.tries).toBe(3);
    await device.close();
  });

  it('is tried a last time when the device is closed, which leaves no timer', async () => {
    const { disk, state, storage } = fullDisk();
    const [device, other] = [await open(storage), await open(storage)];
    device.passed('g:1', [1, 10]);
    other.passed('g:2', [1, 10]);
    await jest.advanceTimersByTimeAsync(1);
    await other.close();
    state.full = false;
    await device.close();
    expect([...disk.keys()]).toEqual(['c/g:1']);
    expect(jest.getTimerCount()).toBe(0);
  });
});

it('says why a storage could not be opened', async () => {
  const locked = createStorage(() => Promise.reject(new Error('somebody else is there')));
  await expect(open(locked)).rejects.toMatchObject({
    code: 'storage',
    retry: true,
    message: 'The storage could not be opened: somebody else is there',
  });
});
