import { user } from 'rxim';
import { below } from '../../support/random';
import { settle, type Outcome } from '../harness/outcome';
import { play } from '../harness/stage';
import { pause, until } from '../harness/until';

export interface RestartsOptions {
  readonly messages: number;
  readonly restarts: number;
  readonly seed: number;
}

/** Two people talk while their server is told to stop and started again, as for an update. */
export const restarts = ({ messages, restarts: total, seed }: RestartsOptions): Promise<Outcome> =>
  play(seed, async (stage) => {
    const { random, history } = stage;
    const server = stage.serverProcess();
    await server.start();
    const backoff = { initial: 50, max: 500 };
    const alice = stage.client({ ...server.clientOptions('alice'), backoff });
    const bob = stage.client({ ...server.clientOptions('bob'), backoff });
    await Promise.all([alice.start(), bob.start()]);

    const load = (async () => {
      for (let said = 0; said < messages; said++) {
        if (random() < 0.5) alice.say(user('bob'));
        else bob.say(user('alice'));
        await until('room in the outbox', () => alice.open + bob.open < 500);
        if (said % 10 === 0) await pause(below(random, 5));
      }
    })();
    const exits: number[] = [];
    for (let i = 1; i <= total; i++) {
      await until('the moment', () => history.count('sent') >= (messages * i) / (total + 1), {
        within: 600_000,
      });
      const { ended, ms } = await server.stop('SIGTERM');
      if (ended !== 0) throw new Error(`the server ended with ${ended}:\n${server.log.slice(-2_000)}`);
      exits.push(ms);
      await server.start();
    }
    await load;
    const verdict = await settle(history, [alice, bob]);
    return { ...verdict, facts: { restarts: total, 'exit max ms': Math.round(Math.max(...exits)) } };
  });
