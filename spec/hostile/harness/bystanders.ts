import { group, stranger } from 'rxim';
import { makeGroup } from '../../faults/harness/make-group';

import { settle, tally } from '../../faults/harness/outcome';
import type { RecordedClient } from '../../faults/harness/recorded-client';
import type { ServerProcess } from '../../faults/harness/server-process';
import type { Stage } from '../../faults/harness/stage';
import { pause } from '../../faults/harness/until';

/** Milliseconds between two messages of well-behaved people. */
const PACE = 20;

/** Two people who talk while others attack their server, and what became of what they said. */
export interface Bystanders {
  /** Ends the talk; resolves when everything has been heard, or fails if something was lost. */
  stop(): Promise<{ readonly sent: number; readonly lost: number; readonly reconnects: number }>;
}

export const talk = async (stage: Stage, server: ServerProcess): Promise<Bystanders> => {
  const people: readonly RecordedClient[] = ['alice', 'bob'].map((id) =>
    stage.client(server.clientOptions(id)),
  );
  await Promise.all(people.map((each) => each.start()));
  const [alice, bob] = people as [RecordedClient, RecordedClient];
  const gid = await makeGroup(stage.history, server.adminOptions, ['alice', 'bob']);
  const silence = new AbortController();
  const talking = (async () => {
    for (let said = 0; !silence.signal.aborted; said++) {
      const speaker = said % 2 === 0 ? alice : bob;
      speaker.say(said % 3 === 0 ? group(gid) : stranger(speaker === alice ? 'bob' : 'alice'));
      await pause(PACE);
    }
  })();
  return {
    async stop() {
      silence.abort();
      await talking;
      const verdict = await settle(stage.history, people);
      const { lost, doubled, disordered } = tally(verdict);
      return {
        sent: verdict.sent,
        lost: lost + doubled + disordered + verdict.unsettled.length,
        reconnects: people.reduce((sum, { sockets }) => sum + sockets.opened - 1, 0),
      };
    },
  };
};
