import fc from 'fast-check';
import type { Store } from '../../server/src/ports/store';
import { createSqliteStore } from '../../server/src/store';
import { MembershipSchedule, MOVES, type Move, type Place } from './harness/membership-schedule';
import { note } from './harness/outcome';
import { patience, seed, sized } from './harness/scale';

const place = fc.constantFrom<Place>('bob', 'g', 'g', 'h');
const inGroup = fc.constantFrom<Place>('g', 'h');
const move = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant(MOVES.say), in: place }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom(MOVES.sayUnheard, MOVES.sendElsewhere), in: place }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant(MOVES.send), in: place }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant(MOVES.join), in: inGroup }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom(MOVES.leave, MOVES.kick), in: inGroup }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constantFrom(MOVES.take, MOVES.arrive, MOVES.look, MOVES.answer),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(MOVES.fail, MOVES.cut, MOVES.resync, MOVES.wait, MOVES.dispose),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant(MOVES.login) }) },
);

let store: Store;
beforeAll(async () => {
  store = await createSqliteStore({ data: ':memory:' });
});
afterAll(() => store.close());

it(
  'a member who joins, leaves, is put out and comes back, while everybody speaks, hears what was said while it was there, once and in order',
  async () => {
    let heard = 0;
    let changes = 0;
    const schedules = sized(10_000);
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 60, size: 'max' }), async (moves: Move[]) => {
        const schedule = await MembershipSchedule.begin(store);
        // This device has been here before; of what was said before its first login it hears nothing.
        for (const what of [MOVES.login, MOVES.look, MOVES.answer]) await schedule.take({ do: what });
        for (const each of moves) await schedule.take(each);
        await schedule.finish();
        expect(schedule.wrong).toEqual([]);
        expect(schedule.heard).toEqual(schedule.expected);
        heard += Object.values(schedule.heard).flat().length;
        changes += schedule.changes;
      }),
      { numRuns: schedules, seed },
    );
    note('memberships', { schedules, heard, changes });
    // Schedules in which nothing is said or changed would prove nothing.
    expect(heard).toBeGreaterThan(schedules);
    expect(changes).toBeGreaterThan(schedules);
  },
  patience,
);
