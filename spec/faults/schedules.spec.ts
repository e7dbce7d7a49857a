import fc from 'fast-check';
import { patience, seed, sized } from './harness/scale';
import { Schedule, STEPS } from './harness/schedule';

const conversation = fc.constantFrom('g', 'h', 'i');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant(STEPS.say), in: conversation }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant(STEPS.sayUnheard), in: conversation }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant(STEPS.send), in: conversation }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant(STEPS.deliver), count: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant(STEPS.answer), count: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom(STEPS.fail, STEPS.cut, STEPS.resync, STEPS.dispose) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant(STEPS.login) }) },
);

it(
  'hears everything once and in order, whatever live messages, syncs, cuts and new processes come in whatever order',
  () => {
    let heard = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const schedule = new Schedule();
        for (const each of steps) schedule.take(each);
        schedule.finish();
        expect(schedule.heard).toEqual(schedule.expected);
        expect(schedule.wrong).toEqual([]);
        heard += schedule.expected.length;
      }),
      { numRuns: sized(10_000), seed },
    );
    // Schedules in which nothing is said would prove nothing.
    expect(heard).toBeGreaterThan(sized(10_000) * 3);
  },
  patience,
);
