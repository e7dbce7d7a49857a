// One who writes to many who are away, one message at a time. `devices`: where notifications for each of them go, if anywhere.
import { serve } from '../lib/actor.mjs';
import { LOGIN, authOf, names, rest } from '../lib/rxim.mjs';
import { openSocketIo } from './wire.mjs';

const content = { media: 0, body: 'What is said in a conversation is about as long as this sentence.' };

await serve(async ({ url, receivers, devices }) => {
  const away = names(receivers, 'away');
  for (const user of away) {
    if (devices === undefined) await rest(url, 'POST', `ctx/${user}/attributes`, {});
    else
      await rest(url, 'PUT', `ctx/${user}/installations/of-${user}`, {
        platform: 'webhook',
        url: `${devices}/${user}`,
      });
  }
  let acked = () => undefined;
  const wire = await openSocketIo(url, {
    namespace: '/chat,',
    auth: authOf('speaker', 2),
    until: LOGIN,
    onEvent: (data, start, end) => {
      const text = data.toString('utf8', start, end);
      if (text.includes('"refused"')) throw new Error(text);
      if (text.includes('["ack"')) acked();
    },
  });
  const run = Math.random().toString(36).slice(2);
  let id = 0;
  const say = () =>
    new Promise((resolve) => {
      acked = resolve;
      const to = { id: away[id % receivers] };
      wire.send(`42/chat,${JSON.stringify(['say', { to, content, cid: `${run}-${id++}`, ack: 1 }])}`);
    });
  return {
    ready: {},
    /** Milliseconds from saying a message to its acknowledgement; `before` of them warm up. */
    async latencies({ messages, before }) {
      const times = [];
      for (let i = 0; i < before + messages; i++) {
        const since = performance.now();
        await say();
        if (i >= before) times.push(performance.now() - since);
      }
      return times;
    },
  };
});
