import { join } from 'node:path';
import { start } from '../lib/actor.mjs';
import { inFolder } from '../lib/folder.mjs';
import { interleave, median, percentile, ratios, spread } from '../lib/statistics.mjs';

const RECEIVERS = 200;
const MESSAGES = 800;
const WARM_UP = 100;
/** Sooner than usual, so that the queue has much to do meanwhile. */
const LIMITS = { pushDelay: 100, pushPoll: 100, pushRetry: 1000, pushTimeout: 5000 };

/** Nobody is asked to send anything meanwhile: what is left is what it costs to put a notification into the queue. */
const WAITING = { ...LIMITS, pushDelay: 60 * 60 * 1000 };

/** Somebody who writes to people who are away, whose notifications wait, or go to a service that takes them, is slow, or is dead; or who have none. */
export default () =>
  inFolder(async (data) => {
    const services = {
      prompt: await start('servers/push-service.mjs', { delay: 0 }),
      slow: await start('servers/push-service.mjs', { delay: 4000 }),
    };
    const devices = {
      none: undefined,
      waiting: 'http://127.0.0.1:9',
      prompt: services.prompt.ready.url,
      slow: services.slow.ready.url,
      // The port "discard", where nobody listens.
      dead: 'http://127.0.0.1:9',
    };
    const push = { insecureEndpoints: true, webhook: { secret: 's'.repeat(32), hosts: [] } };
    const servers = {};
    const loads = {};
    for (const name of Object.keys(devices)) {
      const limits = name === 'waiting' ? WAITING : LIMITS;
      const server = await start('servers/rxim.mjs', { data: join(data, name), push, limits });
      const { url } = server.ready;
      servers[name] = server;
      loads[name] = await start('load/away.mjs', { url, receivers: RECEIVERS, devices: devices[name] });
      server.pause();
    }
    /** The others stand still meanwhile, with what their queues hold. */
    const measure = async (name) => {
      servers[name].resume();
      const times = await loads[name].ask('latencies', { messages: MESSAGES, before: WARM_UP });
      servers[name].pause();
      return times;
    };
    const times = await interleave(
      Object.fromEntries(Object.keys(devices).map((name) => [name, () => measure(name)])),
      9,
    );
    const taken = { prompt: await services.prompt.ask('taken'), slow: await services.slow.ask('taken') };
    await Promise.all([servers, loads, services].flatMap(Object.values).map((each) => each.stop()));

    const of = (part) => (name) => times[name].map((round) => percentile(round, part));
    const [p50, p99] = [of(0.5), of(0.99)];
    const than = (name, other) => ratios(p99(name), p99(other));
    const figures = Object.keys(devices).map(
      (name) => `${name}: p50 ${spread(p50(name))} ms, p99 ${spread(p99(name))} ms`,
    );
    const [slow, dead] = [than('slow', 'waiting'), than('dead', 'waiting')];
    return [
      {
        what: 'sending while a push service is slow or dead, p99 to the ack',
        figures: `${figures.join('; ')}; notifications taken: ${taken.prompt} prompt, ${taken.slow} slow; waiting beside none: ${spread(than('waiting', 'none'))}; beside a prompt one: slow ${spread(than('slow', 'prompt'))}, dead ${spread(than('dead', 'prompt'))}`,
        result: `slow ${spread(slow)}, dead ${spread(dead)} × with notifications that wait`,
        target: '≤ 1.1 each',
        met: median(slow) <= 1.1 && median(dead) <= 1.1,
      },
    ];
  });
