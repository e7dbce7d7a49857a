// Members of a room who count what they get, and one who speaks. `decode` makes message objects of all that comes.
import { serve } from '../lib/actor.mjs';
import { LOGIN, authOf, createChannel, names } from '../lib/rxim.mjs';
import { openNats } from './nats.mjs';
import { openSocketIo, openWire } from './wire.mjs';

const BODY = 'What is said in a room is about as long as this sentence.';
const BATCH = 0x62; // the b of ["batch"
const TS = Buffer.from('"ts":');

/** Each kind: how a member comes in, how its speaker speaks, how many messages a frame holds, and how they are decoded. */
const KINDS = {
  ws: async (url, members) => {
    const wires = await Promise.all(members.map(() => openWire(url, () => undefined)));
    const message = JSON.stringify(['message', { content: { media: 0, body: BODY }, ts: Date.now() }]);
    return { wires, listen: (wire, count) => (wire.onFrame = count), say: () => message };
  },
  'socket.io': async (url, members) => {
    const join = (wire) => wire.send(`42${JSON.stringify(['join', 'room'])}`);
    const wires = await Promise.all(members.map(() => openSocketIo(url, { until: '40' })));
    wires.forEach(join);
    const say = () =>
      `42${JSON.stringify(['say', { to: 'room', content: { media: 0, body: BODY }, ts: Date.now() }])}`;
    return { wires, listen: (wire, count) => (wire.onEvent = count), say };
  },
  rxim: (url, members) => openRoom(url, members),
  batch: (url, members) => openRoom(url, members, 2),
  nats: async (url, members) => {
    const wires = await Promise.all(members.map(() => openNats(url, 'room')));
    const message = JSON.stringify({
      from: { id: 'member-0', type: 2 },
      content: { media: 0, body: BODY },
      ts: Date.now(),
    });
    return { wires, listen: (wire, count) => (wire.onMessage = count), say: () => message };
  },
};

const openRoom = async (url, members, x) => {
  const open = (member) => openSocketIo(url, { namespace: '/chat,', auth: authOf(member, x), until: LOGIN });
  const wires = [];
  for (let at = 0; at < members.length; at += 50)
    wires.push(...(await Promise.all(members.slice(at, at + 50).map(open))));
  const id = await createChannel(url, 'rooms', members);
  let cid = 0;
  const say = () => {
    cid++;
    const payload = { to: { id, type: 2 }, content: { media: 0, body: BODY }, cid: `c${cid}`, ack: 1 };
    return `42/chat,${JSON.stringify(['say', payload])}`;
  };
  return { wires, listen: (wire, count) => (wire.onEvent = count), say };
};

const messagesIn = (data, start, end) => {
  if (data[start + 2] !== BATCH) return 1;
  let count = 0;
  for (let at = data.indexOf(TS, start); at >= 0 && at < end; at = data.indexOf(TS, at + 5)) count++;
  return count;
};

const decodedIn = (data, start, end) => {
  const event = JSON.parse(data.toString('utf8', start, end));
  if (event[0] !== 'batch') return event[1].content ? 1 : 0;
  return event[1].filter(([, payload]) => payload.content).length;
};

await serve(async ({ kind, url, members, decode }) => {
  const { wires, listen, say } = await KINDS[kind](url, names(members + 1));
  const [speaker, ...listeners] = wires;
  let received = 0;
  let wanted = Infinity;
  let enough;
  const count = decode ? decodedIn : messagesIn;
  const heard = (data, start, end) => {
    received +=
      kind === 'nats'
        ? (decode && JSON.parse(data.toString('utf8', start, end)), 1)
        : count(data, start, end);
    if (received >= wanted) enough();
  };
  for (const wire of listeners) listen(wire, heard);
  listen(speaker, () => undefined);
  await new Promise((resolve) => setTimeout(resolve, 300));
  return {
    ready: {},
    /** Deliveries a second: `messages` in bursts, some bursts in flight at a time. */
    async run({ messages, burst = 10, ahead = 4 }) {
      received = 0;
      const since = performance.now();
      for (let sent = 0; sent < messages;) {
        const size = Math.min(burst, messages - sent);
        speaker.send(...Array.from({ length: size }, say));
        sent += size;
        const target = Math.max(0, sent === messages ? sent : sent - burst * ahead) * listeners.length;
        if (received >= target) continue;
        wanted = target;
        await new Promise((resolve) => (enough = resolve));
        wanted = Infinity;
      }
      return (messages * listeners.length) / ((performance.now() - since) / 1000);
    },
  };
});
