import fc from 'fast-check';
import { bodiesOf, Device, World, type Bench } from '../../support/stores';

/** What a reader must have been given by now, and what it must have been told is gone. */
interface Model {
  members: Set<string>;
  /** Of each user: what it may read and has not been given. */
  readonly unread: Map<string, { body: string; seq: number }[]>;
  readonly given: Map<string, string[]>;
  readonly gone: Map<string, number>;
  seq: number;
}

interface Real {
  readonly world: World;
  readonly id: string;
  readonly devices: ReadonlyMap<string, Device>;
}

const READERS = ['bob', 'carol'];

type Command = fc.AsyncCommand<Model, Real>;
const command = (
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command => ({
  check,
  run,
  toString: () => name,
});

const join = (who: string): Command =>
  command(
    `${who} joins`,
    (model) => !model.members.has(who),
    async (model, { world, id }) => {
      model.members.add(who);
      await world.store.groups.addMembers(world.app, id, [who], 9);
    },
  );

const leave = (who: string): Command =>
  command(
    `${who} leaves`,
    (model) => model.members.has(who),
    async (model, { world, id }) => {
      model.members.delete(who);
      await world.store.groups.removeMembers(world.app, id, [who]);
    },
  );

const say = (count: number): Command =>
  command(
    `alice says ${count}`,
    () => true,
    async (model, { world, id }) => {
      const batch = Array.from({ length: count }, () => {
        model.seq += 1;
        for (const who of model.members)
          model.unread.get(who)?.push({ body: `${model.seq}`, seq: model.seq });
        return world.message('alice', { kind: 'group', id }, `${model.seq}`);
      });
      const answers = await world.append(...batch);
      for (const answer of answers) {
        expect(answer.ok && answer.recipients.map((member) => member.id).sort()).toEqual(
          [...model.members].sort(),
        );
      }
    },
  );

const wipe: Command = command(
  'wipe',
  () => true,
  async (model, { world, id }) => {
    for (const [who, unread] of model.unread) {
      model.gone.set(who, (model.gone.get(who) ?? 0) + unread.length);
      unread.length = 0;
    }
    await world.store.messages.wipe(world.app, `g:${id}`);
  },
);

const sync = (who: string, limit: number): Command =>
  command(
    `${who} syncs by ${limit}`,
    () => true,
    async (model, { devices }) => {
      const device = devices.get(who)!;
      await device.catchUp(limit);
      model.given.get(who)!.push(...model.unread.get(who)!.map(({ body }) => body));
      model.unread.get(who)!.length = 0;
      expect(bodiesOf(device.received)).toEqual(model.given.get(who));
      const gone = device.lost.reduce((sum, { from, to }) => sum + to - from + 1, 0);
      expect(gone).toBe(model.gone.get(who) ?? 0);
      expect(device.lost.every(({ reset }) => reset === undefined)).toBe(true);
    },
  );

const reader = fc.constantFrom(...READERS);
const commands = fc.commands(
  [
    reader.map(join),
    reader.map(leave),
    fc.integer({ min: 1, max: 4 }).map(say),
    fc.integer({ min: 1, max: 4 }).map(say),
    fc.constant(wipe),
    fc.tuple(reader, fc.integer({ min: 1, max: 5 })).map(([who, limit]) => sync(who, limit)),
  ],
  { size: 'medium', maxCommands: 40 },
);

/** `npm run test:faults` sets the former. */
const isFull = process.env['RXIM_FAULTS'] === 'full';
const runs = isFull ? { SQLite: 10_000, PostgreSQL: 500 } : { SQLite: 100, PostgreSQL: 20 };

export const schedules = ({ kind, shared }: Bench): void => {
  it(
    'gives every member what was said while it was one, once and in order, whatever happens in between',
    async () => {
      const begin = async (): Promise<{ model: Model; real: Real }> => {
        const world = new World(shared().store);
        const id = await world.group('alice');
        await world.users(...READERS);
        const each = <T>(make: (who: string) => T) => new Map(READERS.map((who) => [who, make(who)]));
        return {
          model: {
            members: new Set(),
            unread: each(() => []),
            given: each(() => []),
            gone: each(() => 0),
            seq: 0,
          },
          real: { world, id, devices: each((who) => new Device(world, who)) },
        };
      };
      await fc.assert(
        fc.asyncProperty(commands, async (schedule) => {
          const { model, real } = await begin();
          await fc.asyncModelRun(() => ({ model, real }), schedule);
          for (const who of READERS) await sync(who, 200).run(model, real);
        }),
        { numRuns: runs[kind], seed: 20_26 },
      );
    },
    isFull ? 1_800_000 : 60_000,
  );
};
