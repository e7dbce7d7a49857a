import type { ServerProcess } from '../../faults/harness/server-process';
import { Attacker, isHarmless } from '../harness/attacker';
import { createFuzzer } from '../harness/fuzzer';
import { record } from '../harness/record';
import { besiege, type Aftermath } from '../harness/siege';

/** Sockets that attack at once, and frames that each sends in one go. */
const ATTACKERS = 12;
const BURST = 40;

/** Sends a server frames that nobody should send, before and after logging in. */
export const fuzzServer = ({
  frames,
  seed,
}: {
  readonly frames: number;
  readonly seed: number;
}): Promise<Aftermath> =>
  besiege({
    title: `${frames} fuzzed frames to the server`,
    seed,
    attack: async (server: ServerProcess, { random }) => {
      const { fromClients } = await record(server);
      const next = createFuzzer({ random, seed, corpus: fromClients });
      let sent = 0;
      let fatal = 0;
      const attackers = Array.from(
        { length: ATTACKERS },
        (_, index) => new Attacker(server.clientOptions(index === 0 ? 'mallory' : `mallory-${index}`)),
      );
      await Promise.all(
        attackers.map(async (attacker) => {
          while (sent < frames) {
            const harmless: string[] = [];
            let last: string | undefined;
            while (harmless.length < BURST && last === undefined && sent < frames) {
              const frame = next();
              sent++;
              if (isHarmless(frame)) harmless.push(frame);
              else last = frame;
            }
            if (last !== undefined) fatal++;
            await attacker.send(harmless, last);
          }
          attacker.close();
        }),
      );
      const connections = attackers.reduce((sum, { opened }) => sum + opened, 0);
      return { frames: sent, 'of them none that can be borne': fatal, connections };
    },
  });
