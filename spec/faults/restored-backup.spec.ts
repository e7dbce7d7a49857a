import { report } from './harness/outcome';
import { patience, seed, sized } from './harness/scale';
import { restoredBackup } from './scenarios/restored-backup';

it.each([
  ['as the guide says', false],
  ['together with its mark, which tells the server nothing', true],
])(
  'when a backup was restored %s, what is in it is there, what is not is told as gone or sent again, and everybody goes on',
  async (_how, markToo) => {
    // All of it may wait in one outbox, which holds a thousand.
    const outcome = await restoredBackup({ messages: sized(1_200), markToo, seed });
    report('restored backup', outcome);
    const { violations, unsettled, adopted, told, gone, databases, syncs, idleSyncs } = outcome;
    expect(violations.slice(0, 10)).toEqual([]);
    expect(unsettled).toEqual(adopted);
    expect(gone.length).toBeGreaterThan(10);
    expect(told).toEqual(gone);
    expect(databases).toBe(markToo ? 1 : 2);
    expect(syncs).toBeLessThanOrEqual(3);
    expect(idleSyncs).toBe(0);
  },
  patience,
);
