import { pick, type Random } from '../support/random';
import type { Broken } from './checker';
import type { Entry, Reader } from './history';

type Read = Extract<Entry, { type: 'read' }>;

export interface SeededFault {
  readonly title: string;
  /** What the checker has to say. */
  readonly broken: Broken;
  /** The history of a system that has this fault, somewhere. */
  readonly inject: (clean: readonly Entry[], random: Random) => readonly Entry[];
}

const readsOf = (entries: readonly Entry[]): Read[] => entries.filter((entry) => entry.type === 'read');
const idOf = (entry: Entry): string | undefined => ('id' in entry ? entry.id : undefined);
const without = (entries: readonly Entry[], gone: Entry): Entry[] =>
  entries.filter((entry) => entry !== gone);

/** Reads that nothing excuses: of acknowledged messages to two, who never change and are never wiped. */
const firmReadsOf = (entries: readonly Entry[]): Read[] => {
  const acked = new Set(entries.map((entry) => (entry.type === 'acked' ? entry.id : undefined)));
  return readsOf(entries).filter(({ conv, id }) => conv.startsWith('u:') && acked.has(id));
};
const pickRead = (clean: readonly Entry[], random: Random): Read => pick(random, firmReadsOf(clean));

/** Two neighbours, as one device read them. */
const pickPair = (
  clean: readonly Entry[],
  random: Random,
  fits: (first: string, second: string) => boolean = () => true,
): [Read, Read] => {
  const reads = firmReadsOf(clean);
  const pairs = reads.flatMap((first) =>
    reads
      .filter(
        ({ conv, seq, by, id }) =>
          conv === first.conv && by === first.by && seq === first.seq + 1 && fits(first.id, id),
      )
      .map((second): [Read, Read] => [first, second]),
  );
  return pick(random, pairs);
};

const senderOf = (entries: readonly Entry[], id: string): string | undefined => {
  const sent = entries.find((entry) => entry.type === 'sent' && entry.id === id);
  return sent?.type === 'sent' ? `${sent.by.user}/${sent.by.device}` : undefined;
};

export const SEEDED_FAULTS: readonly SeededFault[] = [
  {
    title: 'a device never hears of a message',
    broken: 'lost',
    inject: (clean, random) => without(clean, pickRead(clean, random)),
  },
  {
    title: 'a device is told that a message is gone, which nobody wiped',
    broken: 'lost',
    inject: (clean, random) => {
      const read = pickRead(clean, random);
      const { conv, by, seq } = read;
      return clean.map((entry) => (entry === read ? { type: 'gap', conv, by, from: seq, to: seq } : entry));
    },
  },
  {
    title: 'a number is used up by nothing',
    broken: 'hole',
    inject: (clean, random) => {
      const [{ id }] = pickPair(clean, random);
      return clean.filter((entry) => idOf(entry) !== id);
    },
  },
  {
    title: 'a device hears a message again later',
    broken: 'doubled',
    inject: (clean, random) => [...clean, pickRead(clean, random)],
  },
  {
    title: 'a repeated message is stored a second time',
    broken: 'doubled',
    inject: (clean, random) => {
      const { id, conv, ts } = pickRead(clean, random);
      const seq = 1 + Math.max(...readsOf(clean).map((read) => (read.conv === conv ? read.seq : 0)));
      return [...clean, { type: 'acked', id, seq, ts: ts + 1_000_000 }];
    },
  },
  {
    title: 'a device hears its own message',
    broken: 'doubled',
    inject: (clean, random) => {
      const read = pickRead(clean, random);
      const sent = clean.find((entry) => entry.type === 'sent' && entry.id === read.id);
      return sent?.type === 'sent' ? [...clean, { ...read, by: sent.by }] : clean;
    },
  },
  {
    title: 'a device hears two messages in the wrong order',
    broken: 'disordered',
    inject: (clean, random) => {
      const [first, second] = pickPair(clean, random);
      return clean.map((entry) => (entry === first ? second : entry === second ? first : entry));
    },
  },
  {
    title: 'a message overtakes its predecessor on the way to the server',
    broken: 'disordered',
    inject: (clean, random) => {
      const [first, second] = pickPair(clean, random, (a, b) => senderOf(clean, a) === senderOf(clean, b));
      const other: Record<string, string> = { [first.id]: second.id, [second.id]: first.id };
      // Everybody agrees on the wrong order, so that only the order of sending tells.
      return clean.map((entry) =>
        entry.type === 'read' || entry.type === 'acked'
          ? { ...entry, id: other[entry.id] ?? entry.id }
          : entry,
      );
    },
  },
  {
    title: 'a message appears that nobody sent',
    broken: 'phantom',
    inject: (clean, random) => {
      const read = pickRead(clean, random);
      return [...clean, { ...read, id: 'nobody', seq: read.seq + 1_000, ts: read.ts + 1_000_000 }];
    },
  },
  {
    title: 'a message appears in another conversation than it was sent to',
    broken: 'phantom',
    inject: (clean, random) => {
      const read = pickRead(clean, random);
      return [...clean, { ...read, conv: 'u:alice|u:dave', by: { user: 'dave', device: 'phone' } }];
    },
  },
  {
    title: 'a refused message is delivered',
    broken: 'phantom',
    inject: (clean, random) => [...clean, { type: 'refused', id: pickRead(clean, random).id, why: 'a lie' }],
  },
  {
    title: 'somebody hears what is said in a group after leaving it',
    broken: 'trespass',
    inject: (clean) => {
      const eve: Reader = { user: 'eve', device: 'phone' };
      const conv = 'g:climbers';
      const late = { id: 'late', conv };
      return [
        { type: 'joining', conv, user: 'eve' },
        { type: 'joined', conv, user: 'eve' },
        { type: 'listening', by: eve },
        ...clean,
        { type: 'leaving', conv, user: 'eve' },
        { type: 'left', conv, user: 'eve' },
        { type: 'sent', ...late, by: { user: 'alice', device: 'phone' } },
        { type: 'read', ...late, by: eve, seq: 10_000, ts: 10_000_000 },
      ];
    },
  },
];
