import { user } from 'rxim';
import { pick } from '../../support/random';
import { settle, type Outcome } from '../harness/outcome';
import { play } from '../harness/stage';
import { pause, until } from '../harness/until';

export interface ShutdownOptions {
  readonly sockets: number;
  /** Messages a second, of all together. */
  readonly rate: number;
  readonly seed: number;
}

/** A busy server is told to stop, and another one takes its place. */
export const shutdown = ({ sockets, rate, seed }: ShutdownOptions): Promise<Outcome> =>
  play(seed, async (stage) => {
    const { random, history, clients } = stage;
    const server = stage.serverProcess();
    await server.start();
    for (let i = 0; i < sockets; i++) stage.client(server.clientOptions(`user${i}`));
    // All at once would be another scenario.
    for (let i = 0; i < sockets; i += 50) {
      await Promise.all(clients.slice(i, i + 50).map((client) => client.start()));
    }

    const since = performance.now();
    let said = 0;
    const speaking = setInterval(() => {
      for (const due = ((performance.now() - since) / 1000) * rate; said < due; said++) {
        const [speaker, other] = [pick(random, clients), pick(random, clients)];
        if (speaker !== other) speaker.say(user(other.by.user));
      }
    }, 20);
    await pause(2_000);
    const { ended, ms: exit } = await server.stop('SIGTERM');
    if (ended !== 0) throw new Error(`the server ended with ${ended}:\n${server.log.slice(-2_000)}`);
    const away = clients.filter(({ isOnline }) => !isOnline).length;
    await server.start();
    const ready = performance.now();
    await until('everybody back', () => clients.every(({ isOnline }) => isOnline), { within: 60_000 });
    const back = performance.now() - ready;
    clearInterval(speaking);
    const verdict = await settle(history, clients);
    return {
      ...verdict,
      facts: { sockets, away, 'exit ms': Math.round(exit), 'all back ms': Math.round(back) },
    };
  });
