import { breakFrames } from '../attacks/broken-frames';
import { sayInFragments } from '../attacks/fragments';
import { floodHandshakes } from '../attacks/handshakes';
import { stopReading } from '../attacks/slow-readers';
import { writeSlowly } from '../attacks/slow-writers';
import { besiege, type Aftermath } from '../harness/siege';

export interface FloodOptions {
  readonly seed: number;
  /** Connections that come and never log in. */
  readonly handshakes: number;
  /** Times that every kind of broken frame is sent. */
  readonly rounds: number;
  /** Messages of a thousand frames each. */
  readonly fragmented: number;
  /** People who read nothing. */
  readonly readers: number;
}

/** All at once: handshakes that go no further, broken and endless frames, and people who neither read nor write as fast as they might. */
export const flood = ({ seed, handshakes, rounds, fragmented, readers }: FloodOptions): Promise<Aftermath> =>
  besiege({
    title: `${handshakes} handshakes, and the slow`,
    seed,
    attack: async (server, { random }) => {
      const stopWriting = await writeSlowly(server);
      const [pieces, broken, unread] = await Promise.all([
        sayInFragments(server, fragmented),
        breakFrames(server, rounds),
        stopReading(server, readers),
        floodHandshakes(server, random, { connections: handshakes, open: 200 }),
      ]);
      stopWriting();
      return {
        handshakes,
        'messages in fragments': pieces,
        'sockets lost to broken frames': broken,
        'ms until who read nothing was dropped': unread,
      };
    },
  });
