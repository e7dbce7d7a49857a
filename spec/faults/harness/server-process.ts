import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdminOptions, ClientOptions } from 'rxim-server/testing';
import { programFile } from '../../support/programs';

const KEYS = { clientKey: 'client-key', masterKey: 'the-master-key' };

export interface ServerProcessOptions {
  /** A command that runs the server's, like `strace`. */
  readonly under?: (folder: string) => readonly string[];
  /** More flags of the command. @default ['--no-rate-limits'] */
  readonly flags?: readonly string[];
  /** Flags of Node itself. */
  readonly node?: readonly string[];
}

/** A server in a process of its own, with its database on disk, that can be killed and started again. */
export class ServerProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'rxim-faults-'));
  readonly #under: readonly string[];
  readonly #flags: readonly string[];
  readonly #node: readonly string[];
  #child: ChildProcess | undefined;
  #port = 0;

  constructor({ under = () => [], flags = ['--no-rate-limits'], node = [] }: ServerProcessOptions = {}) {
    this.#under = under(this.folder);
    this.#flags = flags;
    this.#node = node;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Options for `createIm()`, like those of a test server. */
  clientOptions(userId: string): ClientOptions {
    return { server: this.url, appId: 'demo', clientKey: KEYS.clientKey, credentials: { userId } };
  }

  get adminOptions(): AdminOptions {
    return { server: this.url, appId: 'demo', masterKey: KEYS.masterKey };
  }

  /** Starts it, on the same port as before; resolves with the milliseconds until it was ready, or with `undefined` if it ended before. */
  async start(): Promise<number | undefined> {
    const cli = await programFile('cli');
    const since = performance.now();
    const log = openSync(join(this.folder, 'log'), 'a');
    const args = [
      ...['--port', String(this.#port), '--data', join(this.folder, 'data')],
      ...['--trust-user-ids', '--client-key', KEYS.clientKey, '--master-key', KEYS.masterKey],
      ...this.#flags,
    ];
    const [command = '', ...rest] = [...this.#under, process.execPath, ...this.#node, cli, ...args];
    const child = spawn(command, rest, {
      stdio: ['ignore', 'pipe', log],
      env: { PATH: process.env['PATH'] },
    });
    closeSync(log);
    this.#child = child;
    return new Promise((ready, fail) => {
      child.stdout?.on('data', (line: Buffer) => {
        const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line.toString())?.[1];
        if (port === undefined) return;
        this.#port = Number(port);
        ready(performance.now() - since);
      });
      child.on('error', fail);
      child.on('exit', () => ready(undefined));
    });
  }

  /** Sends a signal and waits for the end; resolves with the exit code, or the signal that ended it, and the milliseconds it took. */
  async stop(
    signal: NodeJS.Signals = 'SIGTERM',
  ): Promise<{ readonly ended: number | string; readonly ms: number }> {
    const child = this.#child;
    const since = performance.now();
    if (!child) return { ended: 0, ms: 0 };
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await new Promise((ended) => child.once('exit', ended));
    }
    return { ended: child.exitCode ?? child.signalCode ?? '', ms: performance.now() - since };
  }

  /** Only sends the signal. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** What it logged. */
  get log(): string {
    return readFileSync(join(this.folder, 'log'), 'utf8');
  }

  /** Ends it and forgets everything. */
  async dispose(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
