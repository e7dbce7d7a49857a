import { ErrorCode } from 'rxim/protocol';
import { tellWhatIsMissing } from './harness/missing';
import { expectKept } from './harness/outcome';
import { patience, seed, sized } from './harness/scale';
import { smallDisk } from './harness/small-disk';
import { fullDisk } from './scenarios/full-disk';

const disk = smallDisk();

tellWhatIsMissing(disk !== undefined, 'a disk that can be filled')(
  'a server whose disk is full refuses with the word to try again, goes on reading, and accepts everything as soon as there is room',
  async () => {
    if (!disk) return;
    process.stdout.write(`the disk that is filled: ${disk.what}\n`);
    const outcome = await fullDisk({ disk, messages: sized(2_000), times: sized(20), seed });
    expectKept('disk full', outcome);
    for (const refusal of outcome.refusals)
      expect(refusal).toMatchObject({ error: ErrorCode.Database, retry: true });
  },
  patience,
);
