import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { group, stranger, user, type ImOptions } from 'rxim';
import { fileStorage } from 'rxim/node';
import { isAck } from 'rxim-server/testing';
import { check } from '../checker';
import type { Entry } from '../history';
import { chat } from '../harness/chat';
import { makeGroup } from '../harness/make-group';
import { settle, type Outcome } from '../harness/outcome';
import { namesOf, type RecordedClient } from '../harness/recorded-client';
import { play } from '../harness/stage';
import { pause, until } from '../harness/until';

export interface RestoredBackupOptions {
  readonly messages: number;
  /** Puts its `rxim.mark` back as well, against the advice: then nothing tells the server that it is in an older time. */
  readonly markToo: boolean;
  readonly seed: number;
}

export interface RestoredBackupOutcome extends Outcome {
  /** What was told as gone, like `bob: g:… begins again after 12`. */
  readonly told: readonly string[];
  /** What had to be. */
  readonly gone: readonly string[];
  /** The databases that a client has seen that stayed. */
  readonly databases: number;
  /** Syncs of the whole time after the restore, of whoever asked most often. */
  readonly syncs: number;
  /** The same, of all together, in a moment in which nothing happened any more. */
  readonly idleSyncs: number;
  /** Sent by another process than the one that wrote it down, which therefore never heard of an ack. */
  readonly adopted: readonly string[];
}

/** A conversation's last number, where a history tells of one. */
const lastOf = (entries: readonly Entry[]): ReadonlyMap<string, number> => {
  const last = new Map<string, number>();
  for (const entry of entries)
    if (entry.type === 'read') last.set(entry.conv, Math.max(entry.seq, last.get(entry.conv) ?? 0));
  return last;
};

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);

/**
 * People talk; the data is copied; they go on; the copy takes the place of the data. Alice, Bob and Erin stay, as far as there is
 * a server; Carol's process ends with messages in its outbox, and another one goes on with its file; Dave is away meanwhile.
 */
export const restoredBackup = (options: RestoredBackupOptions): Promise<RestoredBackupOutcome> =>
  play(options.seed, async (stage) => {
    const { messages, markToo } = options;
    const { random, history } = stage;
    const server = stage.serverProcess();
    const start = async (): Promise<void> => {
      if ((await server.start()) === undefined)
        throw new Error(`the server does not start:\n${server.log.slice(-2_000)}`);
    };
    await start();
    const data = join(server.folder, 'data');
    const backup = join(server.folder, 'backup');
    const files = mkdtempSync(join(tmpdir(), 'rxim-devices-'));
    const proxy = await stage.proxy(server.url);
    const syncs = new Map<string, number>();
    const told: string[] = [];

    const enter = (
      id: string,
      more: Pick<ImOptions, 'storage'> & { server?: string } = {},
    ): RecordedClient => {
      const client = stage.client({
        ...server.clientOptions(id),
        backoff: { initial: 20, max: 100 },
        fetch: (input, init) => {
          const { url } = new Request(input);
          if (url.endsWith('/sync')) syncs.set(id, (syncs.get(id) ?? 0) + 1);
          return fetch(input, init);
        },
        ...more,
      });
      client.im.gaps$.subscribe(({ conv, reset, to }) =>
        told.push(`${id}: ${conv} ${reset ? 'begins again' : 'is lost'} after ${to}`),
      );
      return client;
    };
    const onFile = (id: string) => ({ storage: fileStorage(join(files, id)) });
    const alice = enter('alice', { server: proxy.url });
    const bob = enter('bob');
    const carol = enter('carol', onFile('carol'));
    const dave = enter('dave', onFile('dave'));
    const erin = enter('erin');
    const all = [alice, bob, carol, dave, erin];
    const databases = new Set<string | undefined>();
    bob.im.state$.subscribe((state) => {
      if (state.name === 'online') databases.add(state.session.database);
    });
    for (const client of all) await client.start();
    const gid = await makeGroup(history, server.adminOptions, namesOf(all));
    const talk = (speakers: readonly RecordedClient[]): void => {
      for (let said = 0; said < messages; said++) chat(random, speakers, gid);
      for (const client of speakers) client.say(group(gid));
    };

    talk([alice, bob, carol, dave]);
    await settle(history, all);
    dave.im.disconnect();
    await server.stop();
    cpSync(data, backup, { recursive: true });
    const copied = history.entries.length;
    await start();
    // At once: a server that goes asks its clients to come back one after the other.
    for (const client of [alice, bob, carol, erin]) client.im.connect();

    // The time that will be undone. With Erin nobody has spoken before.
    const there = [alice, bob, carol];
    talk(there);
    for (let said = 0; said < 3; said++) bob.say(stranger('erin'));
    // Dave misses what he will never hear of.
    await settle(history, [...there, erin], { patience: 500 });
    // Some are stored, and their sender is never told.
    proxy.drop(isAck);
    const untold = [1, 2, 3].map(() => alice.say(user('bob')));
    await until('them to be read', () =>
      untold.every((id) => history.entries.some((entry) => entry.type === 'read' && entry.id === id)),
    );
    await server.stop();
    proxy.heal();
    const undone = lastOf(history.entries.slice(copied));
    // And some have never left.
    await until('everybody away', () => there.every(({ isOnline }) => !isOnline));
    for (let said = 0; said < 3; said++) alice.say(user('carol'));
    const adopted = [carol.say(group(gid)), carol.say(user('bob'))];
    await carol.im.close();
    const restored = history.entries.length;

    for (const file of ['rxim.db-wal', 'rxim.db-shm']) rmSync(join(data, file), { force: true });
    for (const file of ['rxim.db', ...(markToo ? ['rxim.mark'] : [])])
      cpSync(join(backup, file), join(data, file));
    syncs.clear();
    await start();
    for (const client of [alice, bob, dave, erin]) client.im.connect();
    const next = enter('carol', onFile('carol'));
    next.im.connect();

    /** What happened, as if the undone time had not been: but what had no ack is still to be sent. */
    const timeline = {
      get entries(): readonly Entry[] {
        const between = history.entries.slice(copied, restored);
        const acked = new Set(between.map((entry) => (entry.type === 'acked' ? entry.id : '')));
        const open = between.filter((entry) => entry.type === 'sent' && !acked.has(entry.id));
        return [...history.entries.slice(0, copied), ...open, ...history.entries.slice(restored)];
      },
    };
    const now = [alice, bob, next, dave, erin];
    await settle(timeline, now);
    bob.say(stranger('erin'));
    erin.say(stranger('bob'));
    talk([alice, bob, dave]);
    await settle(timeline, now);
    const asked = sum(syncs);
    await pause(300);
    const idleSyncs = sum(syncs) - asked;
    for (const client of now) await client.im.close();
    rmSync(files, { recursive: true });

    const kept = lastOf(history.entries.slice(0, copied));
    const gone = [alice, bob, next, erin].flatMap(({ by }) =>
      [...undone]
        .filter(([conv]) => conv.startsWith('g:') || conv.split('|').includes(`u:${by.user}`))
        .map(([conv]) => `${by.user}: ${conv} begins again after ${kept.get(conv) ?? 0}`),
    );
    return {
      ...check(timeline.entries),
      told: told.sort(),
      gone: gone.sort(),
      databases: databases.size,
      syncs: Math.max(...syncs.values()),
      idleSyncs,
      adopted,
      facts: { 'told that it is gone': told.length },
    };
  });
