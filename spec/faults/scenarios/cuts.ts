import type { FaultProxy } from 'rxim-server/testing';
import { below, pick } from '../../support/random';
import { chat } from '../harness/chat';
import { makeGroup } from '../harness/make-group';
import { quantile, settle, type Outcome } from '../harness/outcome';
import { namesOf } from '../harness/recorded-client';
import { play } from '../harness/stage';
import { pause, until } from '../harness/until';

export interface CutsOptions {
  readonly messages: number;
  readonly cuts: number;
  readonly seed: number;
}

const CLIENTS = 10;
/** Links that are out of order at the same time. */
const AT_ONCE = 4;

/** What can happen to a link, and for how long at the most; nothing is held that is over at once. */
const KINDS: readonly {
  readonly name: string;
  readonly strike: (proxy: FaultProxy) => void;
  readonly lasting: boolean;
}[] = [
  { name: 'fin', strike: (proxy) => proxy.cut('fin'), lasting: false },
  { name: 'rst', strike: (proxy) => proxy.cut('rst'), lasting: false },
  { name: 'black hole', strike: (proxy) => proxy.blackHole(), lasting: true },
  { name: 'black hole up', strike: (proxy) => proxy.blackHole('up'), lasting: true },
  { name: 'black hole down', strike: (proxy) => proxy.blackHole('down'), lasting: true },
  { name: 'tunnel', strike: (proxy) => proxy.delay(Infinity), lasting: true },
  {
    name: 'slow, then cut',
    strike: (proxy) => {
      proxy.dribble();
      proxy.delay(20);
      setTimeout(() => proxy.cut(), 30);
    },
    lasting: true,
  },
  {
    name: 'server away',
    strike: (proxy) => {
      proxy.refuse();
      proxy.cut('fin');
    },
    lasting: true,
  },
];

/** Ten people who talk in pairs and in a group while their links are cut in every way. */
export const cuts = ({ messages, cuts: total, seed }: CutsOptions): Promise<Outcome> =>
  play(seed, async (stage) => {
    const { random, history } = stage;
    const server = await stage.server();
    const links = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, i) => {
        const proxy = await stage.proxy(server.url);
        const client = stage.client({
          ...server.clientOptions(`user${i}`),
          server: proxy.url,
          attemptTimeout: 1_000,
          backoff: { initial: 100, max: 1_000 },
        });
        return { proxy, client, struck: false };
      }),
    );
    const { clients } = stage;
    await Promise.all(clients.map((client) => client.start()));
    const gid = await makeGroup(history, server.adminOptions, namesOf(clients));

    const recoveries: number[] = [];
    const strike = async (link: (typeof links)[number]): Promise<void> => {
      const { proxy, client } = link;
      const { name, strike: begin, lasting } = pick(random, KINDS);
      link.struck = true;
      history.append({ type: 'fault', what: `${name}: ${client.by.user}` });
      begin(proxy);
      if (lasting) await pause(50 + below(random, 1_500));
      proxy.heal();
      const healed = performance.now();
      const isBack = (): boolean =>
        client.isOnline && proxy.connections.some(({ isWebSocket }) => isWebSocket);
      await until(`${client.by.user} back after ${name}`, isBack, { within: 20_000 });
      recoveries.push(performance.now() - healed);
      link.struck = false;
    };

    const strikes: Promise<void>[] = [];
    for (let i = 0; i < total; i++) {
      await until('a link to strike', () => links.filter(({ struck }) => struck).length < AT_ONCE);
      strikes.push(
        strike(
          pick(
            random,
            links.filter(({ struck }) => !struck),
          ),
        ),
      );
      for (let left = Math.ceil(messages / total); left > 0; left--) {
        chat(random, clients, gid);
        if (left % 5 === 0) await pause(below(random, 20));
      }
    }
    await Promise.all(strikes);
    const verdict = await settle(history, clients);
    return {
      ...verdict,
      facts: {
        cuts: total,
        'back p95 ms': Math.round(quantile(recoveries, 0.95)),
        'back max ms': Math.round(Math.max(...recoveries)),
        'live sockets of one client': Math.max(...clients.map(({ sockets }) => sockets.most)),
      },
    };
  });
