import { randomBytes } from 'node:crypto';
import { createClient } from '@redis/client';
import type { Logger } from 'pino';
import type { Bus, BusItem, BusListener } from '../ports/bus';
import { Peers } from './peers';

/** A node says something at least this often, in milliseconds. */
const BEAT = 1000;
/** After so many milliseconds of silence a node is taken for dead, and the bus for broken if the node does not even hear itself. */
const PATIENCE = 3000;
/** While the bus is broken, its listeners are told so in growing intervals up to this one. */
const LONGEST_ALARM = 30_000;

export interface RedisBusOptions {
  /** `redis://…` */
  readonly url: string;
  /** Clusters that share a Redis tell each other apart by it. */
  readonly channel: string;
  readonly log: Logger;
}

type Publication = readonly [node: string, number: number, items: readonly BusItem[]];

const connect = async ({ url, log }: RedisBusOptions) => {
  let reached = false;
  const publisher = createClient({
    url,
    // What can't be said now is lost, and noticed: said later, it would come out of order.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: PATIENCE,
      reconnectStrategy: (retries, cause) => (reached ? Math.min(50 * 2 ** retries, PATIENCE) : cause),
    },
  });
  const subscriber = publisher.duplicate();
  for (const client of [publisher, subscriber])
    client.on('error', (error: unknown) => {
      if (reached) log.error({ err: error }, 'redis: the connection is broken');
    });
  try {
    await Promise.all([publisher.connect(), subscriber.connect()]);
  } catch (cause) {
    for (const client of [publisher, subscriber]) if (client.isOpen) client.destroy();
    throw new Error(
      `redis: the server at ${new URL(url).host} cannot be reached: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
  reached = true;
  return { publisher, subscriber };
};

/** The bus over the publish/subscribe of Redis: what is said in one turn of the event loop is one publication. */
export const createRedisBus = async (options: RedisBusOptions): Promise<Bus> => {
  const { channel, log } = options;
  const node = randomBytes(8).toString('hex');
  const { publisher, subscriber } = await connect(options);
  const listeners: BusListener[] = [];
  const peers = new Peers();
  let waiting: BusItem[] = [];
  let published = 0;
  let publishedAtBeat = 0;
  /** When the listeners of a broken bus are told next, and how long they were left alone before. */
  let alarm: { readonly at: number; readonly interval: number } | undefined;

  const missed = (): void => listeners.forEach((listener) => listener.missed?.());

  const flush = (): void => {
    const items = waiting;
    waiting = [];
    const publication: Publication = [node, ++published, items];
    publisher.publish(channel, JSON.stringify(publication)).catch((error: unknown) => {
      // The number is used up, so everybody will know.
      log.debug({ err: error }, 'redis: a publication was lost');
    });
  };

  const hear = (text: string): void => {
    const [from, number, items] = JSON.parse(text) as Publication;
    if (peers.hear(from, number, performance.now()) === 'hole') missed();
    for (const item of items) listeners.forEach((listener) => listener.said?.(from, item));
  };

  const beat = (): void => {
    if (published === publishedAtBeat) flush();
    publishedAtBeat = published;
    const now = performance.now();
    const silent = peers.silent(PATIENCE, now);
    if (silent.includes(node)) {
      if (alarm !== undefined && now < alarm.at) return;
      if (alarm === undefined)
        log.error('redis: nothing is heard; clients fetch from the database meanwhile');
      const interval = Math.min(alarm === undefined ? PATIENCE : alarm.interval * 2, LONGEST_ALARM);
      alarm = { at: now + interval, interval };
      missed();
      return;
    }
    if (alarm !== undefined) {
      alarm = undefined;
      log.info('redis: the nodes hear each other again');
      peers.excuse(now);
      return;
    }
    for (const name of silent) peers.forget(name);
    if (silent.length > 0 && peers.names[0] === node) listeners.forEach((listener) => listener.inherit?.());
  };

  await subscriber.subscribe(channel, hear);
  const timer = setInterval(beat, BEAT);

  return {
    node,
    get nodes() {
      return peers.names;
    },
    publish(item) {
      if (waiting.push(item) === 1) setImmediate(flush);
    },
    subscribe: (listener) => void listeners.push(listener),
    async close() {
      clearInterval(timer);
      // Said what was to be said, it falls silent: whoever comes back to another node in time was never away.
      if (waiting.length > 0) flush();
      await Promise.allSettled([publisher.close(), subscriber.close()]);
    },
  };
};
