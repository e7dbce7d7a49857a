import { below, pick, type Random } from '../support/random';
import { History, type Entry, type Reader } from './history';

interface Stored {
  readonly id: string;
  readonly by: Reader;
  readonly seq: number;
  readonly ts: number;
  /** Devices that are entitled to it. */
  readonly to: ReadonlySet<Reader>;
}

const DEVICES: readonly Reader[] = [
  { user: 'alice', device: 'phone' },
  { user: 'alice', device: 'laptop' },
  { user: 'bob', device: 'phone' },
  { user: 'carol', device: 'phone' },
  { user: 'dave', device: 'phone' },
];
const GROUP = 'g:climbers';
const CONVERSATIONS = ['u:alice|u:bob', 'u:bob|u:carol', GROUP];

/** A system that keeps every promise, as its users would tell of it: what the checker has to be content with. */
export const cleanHistory = (random: Random, steps = 400): readonly Entry[] => {
  const history = new History();
  const stored = new Map<string, Stored[]>(CONVERSATIONS.map((conv) => [conv, []]));
  const wiped = new Map<string, number>();
  /** How far each device is, by conversation. */
  const positions = new Map<Reader, Map<string, number>>(DEVICES.map((device) => [device, new Map()]));
  const members = new Set<string>();
  let count = 0;
  let clock = 1000;

  const usersOf = (conv: string): string[] =>
    conv === GROUP ? [...members] : conv.split('|').map((part) => part.slice(2));
  const devicesOf = (users: readonly string[]): Reader[] =>
    DEVICES.filter(({ user }) => users.includes(user));

  const send = (): void => {
    const conv = pick(random, CONVERSATIONS);
    const writers = devicesOf(usersOf(conv));
    if (writers.length === 0) return;
    const by = pick(random, writers);
    const id = `m${count++}`;
    history.append({ type: 'sent', id, conv, by });
    if (random() < 0.05) {
      history.append({ type: 'refused', id, why: 'the model says no' });
      return;
    }
    const messages = stored.get(conv) ?? [];
    const message: Stored = {
      id,
      by,
      seq: messages.length + 1,
      ts: (clock += 1 + below(random, 5)),
      to: new Set(devicesOf(usersOf(conv))),
    };
    messages.push(message);
    // Some acks are lost for good, and some come twice.
    if (random() < 0.98) history.append({ type: 'acked', id, seq: message.seq, ts: message.ts });
    if (random() < 0.1) history.append({ type: 'acked', id, seq: message.seq, ts: message.ts });
  };

  /** One device reads the next message of a conversation, if there is one. */
  const read = (device: Reader, conv: string): boolean => {
    const at = positions.get(device)?.get(conv) ?? 0;
    const message = stored.get(conv)?.[at];
    if (!message) return false;
    const end = wiped.get(conv) ?? 0;
    if (at < end) {
      history.append({ type: 'gap', conv, by: device, from: at + 1, to: end });
      positions.get(device)?.set(conv, end);
      return true;
    }
    positions.get(device)?.set(conv, at + 1);
    const { id, by, seq, ts } = message;
    if (message.to.has(device) && by !== device)
      history.append({ type: 'read', id, conv, by: device, seq, ts });
    return true;
  };

  const changeMembers = (): void => {
    const user = pick(random, ['alice', 'bob', 'carol', 'dave']);
    const [before, after] = members.has(user)
      ? (['leaving', 'left'] as const)
      : (['joining', 'joined'] as const);
    history.append({ type: before, conv: GROUP, user });
    if (random() < 0.5) send();
    if (!members.delete(user)) members.add(user);
    if (random() < 0.5) send();
    history.append({ type: after, conv: GROUP, user });
  };

  const wipe = (): void => {
    history.append({ type: 'wiping', conv: GROUP });
    wiped.set(GROUP, stored.get(GROUP)?.length ?? 0);
    history.append({ type: 'wiped', conv: GROUP });
  };

  for (const by of DEVICES) history.append({ type: 'listening', by });
  for (let step = 0; step < steps; step++) {
    const dice = random();
    if (dice < 0.4) send();
    else if (dice < 0.95) read(pick(random, DEVICES), pick(random, CONVERSATIONS));
    else if (dice < 0.995) changeMembers();
    else wipe();
  }
  for (const device of DEVICES) for (const conv of CONVERSATIONS) while (read(device, conv));
  return history.entries;
};
