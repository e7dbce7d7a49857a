import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { text } from 'rxim';
import { tellWhatIsMissing } from './harness/missing';
import { patience } from './harness/scale';
import { openSession } from './harness/session';
import { play } from './harness/stage';
import { prematureAcks, type Seen } from './harness/system-calls';
import { until } from './harness/until';

jest.setTimeout(patience);

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
const withStrace = tellWhatIsMissing(runs('strace', '-qq', '-o', '/dev/null', 'true'), 'strace');
const to = { id: 'bob', type: 4 } as const;
const cids = Array.from({ length: 60 }, (_, i) => `synced-${100 + i}`);

/** What a server does between the messages and their acks; `node` are flags of its process. */
const watch = (node: readonly string[] = []): Promise<Seen> =>
  play(1, async (stage) => {
    const folder = mkdtempSync(join(tmpdir(), 'rxim-strace-'));
    const trace = join(folder, 'trace');
    const calls = 'trace=pwrite64,pwritev,write,writev,sendto,sendmsg,fdatasync,fsync';
    // As a grandchild, so that signals go to the server.
    const under = ['strace', '-D', '-f', '-qq', '-s', '100000', '-e', calls, '-o', trace];
    const server = stage.serverProcess({ under: () => under, node });
    await server.start();
    const bob = stage.client(server.clientOptions('bob'));
    await bob.start();
    const alice = await openSession(server.clientOptions('alice'));
    for (const [i, cid] of cids.entries()) {
      alice.say({ to, content: text('hi'), cid });
      // One by one, then all at once.
      if (i < 20) await until('the ack', () => alice.answers.length > i);
    }
    await until('all acks', () => alice.answers.length === cids.length);
    alice.close();
    await server.stop();
    const seen = prematureAcks(readFileSync(trace, 'utf8'), cids);
    rmSync(folder, { recursive: true });
    return seen;
  });

withStrace('the disk has a message before its sender has the ack', async () => {
  expect(await watch()).toEqual({ written: cids.length, acked: cids.length, premature: [] });
});

// Neither is noticed when a process is killed: what was written is the operating system's by then.
withStrace.each(['normal', 'off'])(
  'an ack that does not wait for the disk is noticed: with synchronous=%s all of them are premature',
  async (less) => {
    const module = pathToFileURL(join(__dirname, 'harness/less-synchronous.mjs'));
    const { written, acked, premature } = await watch(['--import', `${module.href}?${less}`]);
    expect({ written, acked }).toEqual({ written: cids.length, acked: cids.length });
    expect(premature).toEqual(cids);
  },
);
