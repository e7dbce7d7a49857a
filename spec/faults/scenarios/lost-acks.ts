import { isAck } from 'rxim-server/testing';
import { chat } from '../harness/chat';
import { makeGroup } from '../harness/make-group';
import { settle, type Outcome } from '../harness/outcome';
import { namesOf } from '../harness/recorded-client';
import { play } from '../harness/stage';
import { pause } from '../harness/until';

export interface LostAcksOptions {
  readonly messages: number;
  /** Part of the acks that vanish. */
  readonly part: number;
  readonly seed: number;
}

/** People whose messages are stored, of which many are never told so. */
export const lostAcks = ({ messages, part, seed }: LostAcksOptions): Promise<Outcome> =>
  play(seed, async (stage) => {
    const { random, history, clients } = stage;
    const server = await stage.server();
    const proxy = await stage.proxy(server.url);
    for (let i = 0; i < 4; i++) {
      const impatience = { outbox: { ackTimeout: 250 } };
      await stage.client({ ...server.clientOptions(`user${i}`), server: proxy.url, ...impatience }).start();
    }
    const gid = await makeGroup(history, server.adminOptions, namesOf(clients));

    let dropped = 0;
    proxy.drop((frame) => {
      const isDropped = isAck(frame) && random() < part;
      if (isDropped) dropped++;
      return isDropped;
    });
    for (let said = 0; said < messages; said++) {
      chat(random, clients, gid);
      if (said % 4 === 0) await pause(1);
    }
    const verdict = await settle(history, clients);
    const transmissions = clients.reduce((sum, client) => sum + client.transmissions, 0);
    return {
      ...verdict,
      facts: {
        'acks dropped': dropped,
        'mean transmissions': Math.round((transmissions / messages) * 100) / 100,
      },
    };
  });
