// Loaded into a server under attack. It ends where a name has found its way to a prototype of everything, and upon SIGUSR2 it logs how
// late the turns of its event loop were since the last time.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { setInterval } from 'node:timers';

const ROOTS = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const namesOf = () => ROOTS.map((root) => Reflect.ownKeys(root).length).join();
const before = namesOf();

setInterval(() => {
  if (namesOf() === before) return;
  process.stderr.write('{"level":60,"msg":"a prototype was changed"}\n');
  process.exit(70);
}, 50).unref();

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
process.on('SIGUSR2', () => {
  const late = Math.round(delay.percentile(99) / 1e5) / 10;
  process.stderr.write(`${JSON.stringify({ level: 30, msg: 'event loop', late })}\n`);
  delay.reset();
});
