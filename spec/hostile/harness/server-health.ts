import { readFileSync } from 'node:fs';
import type { ServerProcess } from '../../faults/harness/server-process';
import { until } from '../../faults/harness/until';

export interface Health {
  /** 99 of 100 turns of the event loop came no later than this since the last look, in milliseconds. */
  readonly late: number;
  /** The most memory that the process ever had, in MiB. */
  readonly memory: number;
  /** What it logged as errors. */
  readonly errors: readonly string[];
}

const MIB = 1024;
const ERROR = 50;

const peakOf = (pid: number | undefined): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / MIB;

const looks = ({ log }: ServerProcess): readonly string[] =>
  log.split('\n').filter((line) => line.includes('"msg":"event loop"'));

/** How a server bears what is done to it, if watch.mjs is loaded into it; rejects if it does not answer. */
export const healthOf = async (server: ServerProcess): Promise<Health> => {
  await (await fetch(`${server.url}/health`)).text();
  const before = looks(server).length;
  server.signal('SIGUSR2');
  await until('a look at the event loop', () => looks(server).length > before);
  const { late } = JSON.parse(looks(server).at(-1) ?? '') as Pick<Health, 'late'>;
  const errors = server.log
    .split('\n')
    .filter((line) => line !== '' && !(Number(/"level":(\d+)/.exec(line)?.[1]) < ERROR));
  return { late, memory: Math.round(peakOf(server.pid)), errors };
};
