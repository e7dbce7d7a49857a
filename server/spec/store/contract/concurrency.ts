import { Client } from 'pg';
import type { StoredMessage } from '../../../src/ports/store';
import { Device, World, type Bench } from '../../support/stores';

/** A generator of its own, so that a run can be told from its seed. */
const random = (seed: number) => (): number => {
  seed = (seed * 1664525 + 1013904223) % 2 ** 32;
  return seed / 2 ** 32;
};

const isFull = process.env['RXIM_FAULTS'] === 'full';

const seqsOf = (messages: readonly StoredMessage[]): number[] => messages.map(({ seq }) => seq);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

export const concurrency = ({ kind, open }: Bench): void => {
  it('stores a cid that comes 50 times at once as one message with one seq', async () => {
    const { store, other } = await open();
    const world = new World(store);
    await world.users('alice', 'bob');
    const stores = [store, await other()];
    const message = world.message('alice', 'bob', 'once', { cid: 'one' });
    const answers = await Promise.all(upTo(50).map((i) => stores[i % 2]!.messages.append([message])));
    expect(answers.flat().filter((answer) => answer.ok && !answer.dup)).toHaveLength(1);
    expect(answers.flat().every((answer) => answer.ok && answer.seq === 1)).toBe(true);
    expect(await world.bodies('u:alice|u:bob')).toEqual(['once']);
  });

  it('refuses all but one of several messages that come at once under one cid', async () => {
    const { store, other } = await open();
    const world = new World(store);
    const names = upTo(10).map((i) => `n${i}`);
    await world.users('alice', ...names);
    const stores = [store, await other()];
    const answers = await Promise.all(
      names.map((name, i) =>
        stores[i % 2]!.messages.append([world.message('alice', name, 'x', { cid: 'one' })]),
      ),
    );
    expect(answers.flat().filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('takes batches that cross each other’s conversations, new ones too, without a deadlock that shows', async () => {
    const { store, other } = await open();
    const world = new World(store);
    const names = upTo(8).map((i) => `n${i}`);
    await world.users(...names);
    const stores = [store, await other()];
    const next = random(7);
    const pick = (): string => names[Math.floor(next() * names.length)]!;
    const batches = upTo(60).map(() => upTo(8).map(() => world.message(pick(), pick(), 'x')));
    const answers = await Promise.all(batches.map((batch, i) => stores[i % 2]!.messages.append(batch)));
    expect(answers.flat().filter(({ ok }) => ok)).toHaveLength(480);
    const seqs = new Map<string, number[]>();
    for (const answer of answers.flat()) {
      if (answer.ok) seqs.set(answer.conv, [...(seqs.get(answer.conv) ?? []), answer.seq]);
    }
    for (const list of seqs.values()) expect(list.sort((a, b) => a - b)).toEqual(upTo(list.length));
  });

  it('never shows a message to somebody who left before it, nor hides one from a member', async () => {
    const { store, other } = await open();
    const world = new World(store);
    const id = await world.group('alice', 'bob');
    const second = await other();
    const heard: number[] = [];
    const speaking = async (): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        const { seq, recipients } = await world.say('alice', { kind: 'group', id }, `${i}`);
        if (recipients.some((member) => member.id === 'bob')) heard.push(seq);
      }
    };
    const moving = async (): Promise<void> => {
      for (let i = 0; i < 30; i++) {
        await second.groups.removeMembers(world.app, id, ['bob']);
        await second.groups.addMembers(world.app, id, ['bob'], 9);
      }
    };
    await Promise.all([speaking(), moving()]);
    const device = new Device(world, 'bob');
    await device.catchUp(7);
    expect(seqsOf(device.received)).toEqual(heard);
    expect(device.lost).toEqual([]);
  });

  it(
    'shows readers every message though commits come late, in another order, or not at all',
    async () => {
      const { store, other, url } = await open();
      const world = new World(store);
      const id = await world.group('alice', 'bob');
      const postgres = url === undefined ? undefined : await troubled(url);
      const stores = [store, await other()];
      // 20,000 commits by `npm run test:faults`.
      const [writers, each] = [64, isFull ? 313 : 6];
      const writing = { done: false };

      const write = async (writer: number): Promise<void> => {
        for (let i = 0; i < each; i++) {
          // Half of them write to the group, half to conversations that are all under way at once.
          const to = writer % 2 === 0 ? ({ kind: 'group', id } as const) : 'bob';
          const sender = writer % 2 === 0 ? 'alice' : `w${writer}`;
          const message = world.message(sender, to, `${writer}.${i}`, { cid: `${writer}.${i}` });
          for (let tries = 0, sent = false; !sent; tries++) {
            if (tries === 50) throw new Error('nothing is ever stored');
            const answers = await stores[writer % 2]!.messages.append([message]).catch(() => []);
            sent = answers[0]?.ok === true;
          }
        }
      };
      const device = new Device(world, 'bob');
      const read = async (): Promise<void> => {
        while (!writing.done) {
          await device.catchUp(50);
          await new Promise((resolve) => setImmediate(resolve));
        }
        await device.catchUp();
      };

      await world.users(...upTo(writers).map((i) => `w${i - 1}`));
      const naive = postgres?.readNaively(writing);
      const reading = read();
      await Promise.all(upTo(writers).map((i) => write(i - 1)));
      writing.done = true;
      await reading;

      const byConversation = new Map<string, number[]>();
      for (const { conv, seq } of device.received) {
        byConversation.set(conv, [...(byConversation.get(conv) ?? []), seq]);
      }
      expect(device.received).toHaveLength(writers * each);
      for (const seqs of byConversation.values()) expect(seqs).toEqual(upTo(seqs.length));
      expect(device.lost).toEqual([]);

      // SQLite has one writer at a time, so nobody can overtake there; on PostgreSQL a reader of a global number must skip, or
      // this test proves nothing.
      if (postgres !== undefined) {
        expect(kind).toBe('PostgreSQL');
        expect(await naive).toBeLessThan(writers * each);
        await postgres.end();
      }
    },
    isFull ? 1_800_000 : 60_000,
  );
};

/**
 * Delays commits at random and undoes one in ten, behind the store's back: deferred triggers run when a transaction commits. Rows
 * get a global number as well, for a reader to go wrong with.
 */
const troubled = async (url: string) => {
  const client = new Client(url);
  await client.connect();
  await client.query(`
    alter table message add column global_id bigserial;
    create function trouble() returns trigger language plpgsql as $$
    begin
      perform pg_sleep(random() * 0.02);
      if random() < 0.1 then raise exception 'undone'; end if;
      return null;
    end $$;
    create constraint trigger trouble after insert on message
      deferrable initially deferred for each row execute function trouble();
  `);
  return {
    /** Reads as one would with an auto-increment, and tells how many messages it has seen. */
    readNaively: async (writing: { readonly done: boolean }): Promise<number> => {
      let last = 0;
      let seen = 0;
      const look = async (): Promise<void> => {
        const { rows } = await client.query<{ global_id: string }>(
          'select global_id from message where global_id > $1 order by global_id',
          [last],
        );
        seen += rows.length;
        last = Number(rows.at(-1)?.global_id ?? last);
      };
      while (!writing.done) await look();
      await look();
      return seen;
    },
    end: () => client.end(),
  };
};
