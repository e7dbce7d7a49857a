import { below, pick } from '../../support/random';
import { chat } from '../harness/chat';
import { makeGroup } from '../harness/make-group';
import { quantile, settle, type Outcome } from '../harness/outcome';
import { namesOf } from '../harness/recorded-client';
import { play } from '../harness/stage';
import { pause, until } from '../harness/until';

export interface KillsOptions {
  readonly messages: number;
  readonly kills: number;
  readonly seed: number;
}

const CLIENTS = 6;

/** People who talk while the process of their server is killed at random moments: at work, while it starts, while it stops. */
export const kills = ({ messages, kills: total, seed }: KillsOptions): Promise<Outcome> =>
  play(seed, async (stage) => {
    const { random, history, clients } = stage;
    const server = stage.serverProcess();
    const ready: number[] = [];
    const start = async (): Promise<boolean> => {
      const ms = await server.start();
      if (ms !== undefined) ready.push(ms);
      return ms !== undefined;
    };
    await start();
    for (let i = 0; i < CLIENTS; i++) {
      const patience = { attemptTimeout: 1_000, backoff: { initial: 50, max: 200 } };
      await stage.client({ ...server.clientOptions(`user${i}`), ...patience }).start();
    }
    const gid = await makeGroup(history, server.adminOptions, namesOf(clients));

    // Whoever is not heard for long has nothing more to say: a full outbox refuses, which is another scenario.
    const hasRoom = (): boolean => clients.every(({ open }) => open < 500);
    const load = new Load(() => chat(random, clients, gid), hasRoom);
    const moments = { 'at work': 0, starting: 0, stopping: 0 };
    for (let i = 0; i < total; i++) {
      const moment = pick(random, ['at work', 'at work', 'starting', 'stopping'] as const);
      moments[moment]++;
      history.append({ type: 'fault', what: `kill -9 while ${moment}` });
      await until('a client online', () => clients.some(({ isOnline }) => isOnline));
      const share = Math.round((messages * (i + 1)) / total) - load.allowed;
      const said = load.allowed + below(random, share);
      load.allow(share);
      // Among messages of which some are stored, some on their way and some unsaid.
      await until('the load', () => load.said >= said, { every: 1 });
      if (moment === 'stopping') {
        server.signal('SIGTERM');
        await pause(below(random, 100));
      }
      await server.stop('SIGKILL');
      if (moment === 'starting') {
        const starting = start();
        await pause(below(random, Math.ceil(quantile(ready, 0.5))));
        await server.stop('SIGKILL');
        await starting;
      }
      if (!(await start()))
        throw new Error(`the server does not start any more:\n${server.log.slice(-2_000)}`);
    }
    const verdict = await settle(history, clients);
    return {
      ...verdict,
      facts: {
        ...Object.fromEntries(Object.entries(moments).map(([moment, count]) => [`killed ${moment}`, count])),
        'ready p95 ms': Math.round(quantile(ready, 0.95)),
        'ready max ms': Math.round(Math.max(...ready)),
      },
    };
  });

/** Says things, a few at a time, as many as it is allowed to. */
class Load {
  said = 0;
  allowed = 0;
  #isSpeaking = false;

  constructor(
    private readonly speak: () => void,
    private readonly hasRoom: () => boolean,
  ) {}

  allow(more: number): void {
    this.allowed += more;
    if (!this.#isSpeaking) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isSpeaking = true;
    while (this.said < this.allowed) {
      await until('room in the outboxes', this.hasRoom, { every: 1 });
      for (let burst = Math.min(5, this.allowed - this.said); burst > 0; burst--, this.said++) this.speak();
      await pause(1);
    }
    this.#isSpeaking = false;
  }
}
