import { createInterface } from 'node:readline';
import { lockFile } from '../../../src/node/lock-file';

/** Takes the lock that each line names, and says whether it got it; gives all back when there are no more lines. */
const given: (() => Promise<void>)[] = [];
console.log('ready');
for await (const path of createInterface({ input: process.stdin })) {
  try {
    given.push(await lockFile(path));
    console.log('held');
  } catch {
    console.log('refused');
  }
}
for (const giveBack of given) await giveBack();
