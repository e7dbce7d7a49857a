// One who sends with so many messages in flight, and those who get them; every message is acknowledged and delivered to all.
import { serve } from '../lib/actor.mjs';
import { LOGIN, authOf, createChannel, names } from '../lib/rxim.mjs';
import { openSocketIo } from './wire.mjs';

const BODY = 'What is said in a conversation is about as long as this sentence.';
const content = { media: 0, body: BODY };

const KINDS = {
  'socket.io': async (url, receivers) => {
    const open = () => openSocketIo(url, { until: '40' });
    const speaker = await open();
    const wires = await Promise.all(names(receivers).map(open));
    for (const wire of wires) wire.send(`42${JSON.stringify(['join', 'them'])}`);
    // An event with an id is acknowledged under it, as socket.io-client does it.
    const say = (id) => `42${id}${JSON.stringify(['say', { to: 'them', content, ts: Date.now() }])}`;
    return { speaker, wires, say };
  },
  rxim: async (url, receivers) => {
    const members = names(receivers + 1);
    const open = (member) =>
      openSocketIo(url, { namespace: '/chat,', auth: authOf(member, 2), until: LOGIN });
    const [speaker, ...wires] = await Promise.all(members.map(open));
    const to =
      receivers === 1 ? { id: members[1] } : { id: await createChannel(url, 'groups', members), type: 1 };
    const run = Math.random().toString(36).slice(2);
    const say = (id) => `42/chat,${JSON.stringify(['say', { to, content, cid: `${run}-${id}`, ack: 1 }])}`;
    return { speaker, wires, say };
  },
};

const ACK = Buffer.from('["ack",');
const MESSAGE = Buffer.from('["message",');

/** Events of a kind in what came, be it one or a batch. They are not parsed: what is measured is the server. */
const countOf = (data, start, end, kind) => {
  let count = 0;
  for (let at = data.indexOf(kind, start); at >= 0 && at < end; at = data.indexOf(kind, at + 1)) count++;
  return count;
};

await serve(async ({ kind, url, receivers = 1 }) => {
  const { speaker, wires, say } = await KINDS[kind](url, receivers);
  await new Promise((resolve) => setTimeout(resolve, 300));
  let id = 0;
  let acked = 0;
  let delivered = 0;
  let moved = () => undefined;
  speaker.onAck = (count) => {
    acked += count;
    moved();
  };
  speaker.onEvent = (data, start, end) => speaker.onAck(countOf(data, start, end, ACK));
  for (const wire of wires)
    wire.onEvent = (data, start, end) => {
      delivered += countOf(data, start, end, MESSAGE);
      moved();
    };
  return {
    ready: {},
    /** Messages a second, all acknowledged and delivered to everybody. */
    run: ({ messages, window = 64 }) =>
      new Promise((resolve) => {
        acked = delivered = 0;
        let sent = 0;
        const since = performance.now();
        moved = () => {
          const done = Math.min(acked, delivered / wires.length);
          if (done >= messages) {
            moved = () => undefined;
            resolve(messages / ((performance.now() - since) / 1000));
            return;
          }
          const texts = [];
          while (sent < messages && sent - done < window) {
            texts.push(say(id++));
            sent++;
          }
          if (texts.length > 0) speaker.send(...texts);
        };
        moved();
      }),
    /** Milliseconds from saying a message to its delivery, one at a time. */
    async latencies({ messages }) {
      const times = [];
      for (let i = 0; i < messages; i++) {
        const before = delivered;
        const since = performance.now();
        await new Promise((resolve) => {
          moved = () => {
            if (delivered > before) resolve();
          };
          speaker.send(say(id++));
        });
        times.push(performance.now() - since);
      }
      moved = () => undefined;
      return times;
    },
  };
});
