import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createIm } from 'rxim';
import { createTestServer, type ClientOptions } from 'rxim-server/testing';
import { programFile } from '../../support/programs';
import { below, seeded } from '../../support/random';
import { until } from '../harness/until';

export interface ClientKillsOptions {
  readonly messages: number;
  readonly kills: number;
  readonly seed: number;
}

export interface ClientKillsOutcome {
  /** What the receiver heard, in its order. */
  readonly heard: readonly number[];
  readonly killed: number;
}

/** A process with an outbox on disk sends numbered messages, is killed at random moments and started again. */
export const clientKills = async ({
  messages,
  kills,
  seed,
}: ClientKillsOptions): Promise<ClientKillsOutcome> => {
  const program = await programFile('sender');
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'rxim-outbox-'));
  const server = await createTestServer();
  const bob = createIm(server.clientOptions('bob'));
  const heard: number[] = [];
  bob.message$.subscribe(({ content }) => heard.push(Number(content.body)));
  await new Promise<void>((online, fail) => {
    bob.connect().subscribe({ complete: online, error: fail });
  });

  let queued = 0;
  let killed = 0;
  const step = Math.ceil(messages / (kills + 1));
  while (heard.at(-1) !== messages) {
    const isLast = killed === kills;
    const target = isLast ? messages : Math.min(messages, queued + step);
    const sender = new Sender(program, server.clientOptions('alice'), folder, queued + 1, target);
    sender.onQueued = (i) => (queued = Math.max(queued, i));
    if (isLast) {
      await until('the last message', () => heard.at(-1) === messages);
    } else {
      // Somewhere between its first message in the outbox and its last one acknowledged, or before either.
      const lines = below(random, 2 * (target - queued) + 1);
      await until('the moment', () => sender.lines >= lines || sender.isDone, { every: 1 });
      killed++;
    }
    await sender.kill();
  }

  await bob.close();
  await server.close();
  rmSync(folder, { recursive: true });
  return { heard, killed };
};

class Sender {
  lines = 0;
  isDone = false;
  onQueued: (i: number) => void = () => undefined;
  readonly #child;

  constructor(program: string, options: ClientOptions, folder: string, first: number, last: number) {
    const args = [program, JSON.stringify(options), folder, 'bob', String(first), String(last)];
    this.#child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'] },
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.lines++;
      const [what, number] = line.split(' ');
      if (what === 'queued') this.onQueued(Number(number));
      if (what === 'sent' && Number(number) === last) this.isDone = true;
    });
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await new Promise((ended) => this.#child.once('close', ended));
  }
}
