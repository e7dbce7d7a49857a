import { firstValueFrom } from 'rxjs';
import { group, text } from 'rxim';
import type { Ack, Refusal } from 'rxim/protocol';
import { chat } from '../harness/chat';
import { makeGroup } from '../harness/make-group';
import { settle, type Outcome } from '../harness/outcome';
import { namesOf, type RecordedClient } from '../harness/recorded-client';
import { openSession } from '../harness/session';
import type { SmallDisk } from '../harness/small-disk';
import { play } from '../harness/stage';
import { until } from '../harness/until';

export interface FullDiskOptions {
  readonly disk: SmallDisk;
  readonly messages: number;
  /** How often the disk is full. */
  readonly times: number;
  readonly seed: number;
}

export interface FullDiskOutcome extends Outcome {
  /** What a stock client was told while there was no room. */
  readonly refusals: readonly Refusal[];
}

type Three = [RecordedClient, RecordedClient, RecordedClient];

/** People talk while the disk of their server is full, and then is not. */
export const fullDisk = ({ disk, messages, times, seed }: FullDiskOptions): Promise<FullDiskOutcome> =>
  play(seed, async (stage) => {
    const { random, history, clients } = stage;
    const server = stage.serverProcess(disk.options);
    if ((await server.start()) === undefined) throw new Error(`the server does not start:\n${server.log}`);
    const { pid } = server;
    for (const user of ['alice', 'bob', 'carol']) await stage.client(server.clientOptions(user)).start();
    const [alice, bob, carol] = clients as Three;
    const gid = await makeGroup(history, server.adminOptions, namesOf(clients));
    const dave = await openSession(server.clientOptions('dave'));
    (await openSession(server.clientOptions('erin'))).close();
    /** In a conversation of which the history knows nothing. */
    const ask = async (): Promise<Ack | Refusal> => {
      const { length } = dave.answers;
      dave.say({ to: { id: 'erin', type: 4 }, content: text('x'.repeat(1_000)), cid: `${length}` });
      await until('an answer', () => dave.answers.length > length);
      return dave.answers.at(-1)!;
    };
    const stored = (): boolean => clients.every(({ open }) => open === 0);
    const refusals: Refusal[] = [];

    for (let time = 0; time < times; time++) {
      for (let said = 0; said < messages / times; said++) chat(random, clients, gid);
      await until('everything stored', stored);

      disk.fill(server);
      history.append({ type: 'fault', what: 'no room' });
      // There may be some in files that are there, where something else was before.
      for (let answer = await ask(), tries = 0; ; answer = await ask(), tries++) {
        if ('error' in answer && refusals.push(answer) % 3 === 0) break;
        if (tries > 2_000) throw new Error(`${disk.what} is never full`);
      }
      for (let said = 0; said < 20; said++) chat(random, clients, gid);
      for (const client of clients) client.say(group(gid));

      // Whoever comes back is let in, and has what it missed; histories and lists are read.
      carol.im.disconnect();
      await firstValueFrom(carol.im.connect());
      const chats = await firstValueFrom(alice.im.groups.chats(gid, { limit: 5 }));
      const groups = await firstValueFrom(bob.im.groups.list('bob'));
      if (chats.length !== 5 || groups.length !== 1) throw new Error('what is there cannot be read');
      if (stored()) throw new Error('there was room');

      disk.free(server);
      history.append({ type: 'fault', what: 'room again' });
      await until('everything stored', stored);
      if ('error' in (await ask())) throw new Error('it goes on refusing');
    }
    dave.close();
    const verdict = await settle(history, clients);
    if (server.pid !== pid) throw new Error('the server was started again');
    const { ended } = await server.stop();
    if (ended !== 0) throw new Error(`the server ended with ${ended}:\n${server.log.slice(-2_000)}`);
    return { ...verdict, refusals, facts: { disk: disk.what, full: times } };
  });
