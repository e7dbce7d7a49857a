import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'rxim';
import { tellWhatIsMissing } from './harness/missing';
import { patience } from './harness/scale';
import { openSession } from './harness/session';
import { play } from './harness/stage';
import { prematureAcks } from './harness/system-calls';
import { until } from './harness/until';

jest.setTimeout(patience);

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
const withStrace = tellWhatIsMissing(runs('strace', '-qq', '-o', '/dev/null', 'true'), 'strace');
const to = { id: 'bob', type: 4 } as const;

withStrace('the disk has a message before its sender has the ack', () =>
  play(1, async (stage) => {
    const folder = mkdtempSync(join(tmpdir(), 'rxim-strace-'));
    const trace = join(folder, 'trace');
    const calls = 'trace=pwrite64,pwritev,write,writev,sendto,sendmsg,fdatasync,fsync';
    // As a grandchild, so that signals go to the server.
    const under = ['strace', '-D', '-f', '-qq', '-s', '100000', '-e', calls, '-o', trace];
    const server = stage.serverProcess({ under: () => under });
    await server.start();
    const bob = stage.client(server.clientOptions('bob'));
    await bob.start();
    const alice = await openSession(server.clientOptions('alice'));
    const cids = Array.from({ length: 60 }, (_, i) => `synced-${100 + i}`);
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
    expect(seen).toEqual({ written: cids.length, acked: cids.length, premature: [] });
  }),
);
