import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programFile } from '../../../spec/support/programs';

const running: ChildProcess[] = [];
const directories: string[] = [];

let file: string;
beforeAll(async () => {
  file = await programFile('cli');
}, 60_000);

afterEach(() => {
  running.splice(0).forEach((child) => child.kill('SIGKILL'));
  directories.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true }));
});

/** A directory for one test; it is removed when the test is over. */
export const newDirectory = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'rxim-'));
  directories.push(path);
  return path;
};

export interface Ended {
  /** Exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

/** `rxim-server` in a process of its own. */
export interface Cli {
  readonly process: ChildProcess;
  /** The first line of standard output; rejects if it ends without one. */
  line(): Promise<string>;
  ended(): Promise<Ended>;
}

export const runCli = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Cli => {
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Ended>((settle) =>
    child.once('close', (code, signal) => settle({ code: code ?? signal!, stdout, stderr })),
  );
  const line = new Promise<string>((settle, reject) => {
    createInterface(child.stdout).once('line', settle);
    void ended.then(({ code }) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  line.catch(() => undefined);
  return { process: child, line: () => line, ended: () => ended };
};

/** Where a server that was started like this can be reached. */
export const urlOf = async (cli: Cli): Promise<string> =>
  (await cli.line()).replace('rxim-server listening on ', '');
