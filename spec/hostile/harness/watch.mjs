// Loaded into a server under attack. It ends where a name has found its way to a prototype of everything, and upon SIGUSR2 it logs how
// late the turns of its event loop were since the last time.
import { createHistogram, performance } from 'node:perf_hooks';
import process from 'node:process';
import { setInterval } from 'node:timers';

const ROOTS = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const namesOf = () => ROOTS.map((root) => Reflect.ownKeys(root).length).join();
const before = namesOf();

/** Milliseconds between two looks. */
const EVERY = 10;
const TENTHS = 10;
const late = { wall: createHistogram(), cpu: createHistogram() };
const record = (histogram, ms) => histogram.record(Math.max(1, Math.round((ms - EVERY) * TENTHS)));

let last = { wall: performance.now(), cpu: process.cpuUsage() };
setInterval(() => {
  const now = { wall: performance.now(), cpu: process.cpuUsage() };
  const wall = now.wall - last.wall;
  const cpu = (now.cpu.user + now.cpu.system - last.cpu.user - last.cpu.system) / 1000;
  last = now;
  record(late.wall, wall);
  // What it has computed: a machine that is busy with something else makes every turn late, and this one no later.
  record(late.cpu, Math.min(wall, cpu));
  if (namesOf() === before) return;
  process.stderr.write('{"level":60,"msg":"a prototype was changed"}\n');
  process.exit(70);
}, EVERY).unref();

process.on('SIGUSR2', () => {
  const [wall, cpu] = [late.wall, late.cpu].map((histogram) => histogram.percentile(99) / TENTHS);
  process.stderr.write(`${JSON.stringify({ level: 30, msg: 'event loop', wall, cpu })}\n`);
  late.wall.reset();
  late.cpu.reset();
});
