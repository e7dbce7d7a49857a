import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Ack } from 'rxim/protocol';
import { io, type Socket } from 'socket.io-client';
import { newDirectory, runCli, urlOf } from './support/cli';
import { Recorder } from './support/recorder';
import { aNumber } from './support/matchers';

const KEYS = ['--client-key', 'public', '--master-key', 'master-secret'];
const sockets: Socket[] = [];

afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()));

const logIn = async (url: string, client: string): Promise<{ socket: Socket; recorder: Recorder }> => {
  const socket = io(`${url}/chat`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { app: 'demo', key: 'public', client, x: 1 },
  });
  sockets.push(socket);
  const recorder = new Recorder();
  socket.onAny((name: string, payload: unknown) => recorder.add(name, payload));
  socket.on('disconnect', (reason) => recorder.add('disconnect', reason));
  await recorder.next('login');
  return { socket, recorder };
};

const history = async (
  url: string,
  one: string,
  other: string,
): Promise<readonly { content: { body: string } }[]> => {
  const answer = await fetch(`${url}/ctx/${one}/strangers/${other}/chats?limit=100`, {
    headers: { 'x-ml-appid': 'demo', 'x-ml-apikey': 'master-secret' },
  });
  return (await answer.json()) as { content: { body: string } }[];
};

describe('rxim-server', () => {
  it('says in one line on standard output where it listens, and logs JSON on standard error', async () => {
    const cli = runCli(['--port', '0', '--data', ':memory:', '--trust-user-ids', ...KEYS]);
    const url = await urlOf(cli);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^process_cpu_seconds_total /m);
    cli.process.kill('SIGTERM');
    const { code, stdout, stderr } = await cli.ended();
    expect(code).toBe(0);
    expect(stdout).toBe(`rxim-server listening on ${url}\n`);
    for (const line of stderr.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: aNumber });
    expect(stderr).not.toMatch(/public|secret/);
  });

  it('makes up keys once, prints them once and keeps them for its owner alone', async () => {
    const data = join(newDirectory(), 'data');
    const first = runCli(['--port', '0', '--data', data]);
    await first.line();
    first.process.kill('SIGTERM');
    const { stderr } = await first.ended();
    const kept = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8')) as {
      demo: { clientKey: string; masterKey: string };
    };
    expect(stderr).toContain(kept.demo.clientKey);
    expect(stderr).toContain(kept.demo.masterKey);
    expect(statSync(join(data, 'keys.json')).mode & 0o777).toBe(0o600);

    const second = runCli(['--port', '0', '--data', data]);
    const url = await urlOf(second);
    const headers = { 'x-ml-appid': 'demo', 'x-ml-apikey': kept.demo.masterKey };
    expect((await fetch(`${url}/groups`, { headers })).status).toBe(200);
    second.process.kill('SIGTERM');
    expect((await second.ended()).stderr).not.toContain(kept.demo.masterKey);
  });

  it('never prints a key that it was given, nor keeps it', async () => {
    const data = newDirectory();
    const cli = runCli(['--port', '0', '--data', data, '--master-key', 'given-master-key']);
    await cli.line();
    cli.process.kill('SIGTERM');
    const { stderr } = await cli.ended();
    expect(stderr).toContain('client key');
    expect(stderr).not.toMatch(/given-master-key|master key/);
    expect(readFileSync(join(data, 'keys.json'), 'utf8')).not.toContain('given-master-key');
  });

  it('takes settings from the environment, and flags before them', async () => {
    const cli = runCli(['--port', '0', ...KEYS], {
      RXIM_DATA: ':memory:',
      RXIM_PORT: '1',
      RXIM_APP_ID: 'other',
    });
    const url = await urlOf(cli);
    const headers = { 'x-ml-appid': 'other', 'x-ml-apikey': 'master-secret' };
    expect((await fetch(`${url}/groups`, { headers })).status).toBe(200);
  });

  it('serves several applications from a file, with limits of its own', async () => {
    const file = join(newDirectory(), 'config.json');
    const apps = ['one', 'two'].map((id) => ({
      id,
      clientKey: `${id}-public`,
      masterKey: `${id}-master-secret`,
    }));
    writeFileSync(file, JSON.stringify({ port: 0, data: ':memory:', apps, limits: { bodySize: 64 } }));
    const url = await urlOf(runCli(['--config', file]));
    for (const id of ['one', 'two']) {
      const headers = {
        'x-ml-appid': id,
        'x-ml-apikey': `${id}-master-secret`,
        'content-type': 'application/json',
      };
      expect((await fetch(`${url}/groups`, { headers })).status).toBe(200);
      const long = JSON.stringify({ owner: 'x'.repeat(100) });
      expect((await fetch(`${url}/groups`, { method: 'POST', headers, body: long })).status).toBe(413);
    }
  });

  it.each([
    [['--help'], /^Usage: rxim-server/],
    [['--version'], /^\d+\.\d+\.\d+/],
  ])('%s says it and exits', async (args, expected) => {
    const { code, stdout } = await runCli(args).ended();
    expect(stdout).toMatch(expected);
    expect(code).toBe(0);
  });
});

describe('rxim-server that cannot start', () => {
  const failsWith = async (args: readonly string[], message: RegExp): Promise<void> => {
    const { code, stdout, stderr } = await runCli(args).ended();
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  };

  it('says that the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    await failsWith(
      ['--port', String(port), '--data', ':memory:', ...KEYS],
      /^rxim-server: 127\.0\.0\.1:\d+ is in use$/m,
    );
    await new Promise((resolve) => taken.close(resolve));
  });

  it('says that the data directory is not writable', async () => {
    const file = join(newDirectory(), 'file');
    writeFileSync(file, '');
    for (const data of [join(file, 'data'), '/proc/rxim'])
      await failsWith(['--port', '0', '--data', data], /^rxim-server: the data directory .* is not writable/);
  });

  it('says that the data directory is a file', async () => {
    const file = join(newDirectory(), 'file');
    writeFileSync(file, '');
    await failsWith(
      ['--port', '0', '--data', file],
      /^rxim-server: the data directory .* is not writable: it is a file, and a directory is expected$/m,
    );
  });

  it('says that there is no such host', () =>
    failsWith(
      ['--port', '0', '--data', ':memory:', '--host', 'nosuch.invalid', ...KEYS],
      /^rxim-server: nosuch\.invalid:0 is no address that this machine knows; give one of its own/m,
    ));

  it('says that the data directory belongs to another server, which goes on', async () => {
    const data = newDirectory();
    const first = runCli(['--port', '0', '--data', data, ...KEYS]);
    const url = await urlOf(first);
    await failsWith(
      ['--port', '0', '--data', data],
      /^rxim-server: the data directory .* is in use by process \d+$/m,
    );
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it('says so of a flag that there is not', () =>
    failsWith(['--prot', '1'], /^rxim-server: Unknown option '--prot'$/m));
});

describe('a server that is asked to stop', () => {
  it('answers what it took, says goodbye with a time to come back at, and exits with 0', async () => {
    const data = newDirectory();
    const cli = runCli(['--port', '0', '--data', data, '--trust-user-ids', '--no-rate-limits', ...KEYS]);
    const url = await urlOf(cli);
    const alice = await logIn(url, 'alice');
    await logIn(url, 'bob');
    for (let ack = 1; ack <= 200; ack++)
      alice.socket.emit('say', { to: { id: 'bob', type: 4 }, content: { media: 0, body: `${ack}` }, ack });
    expect(await alice.recorder.next('ack')).toMatchObject({ ack: 1, seq: 1 });
    cli.process.kill('SIGTERM');

    expect(await alice.recorder.next('bye')).toEqual({ reason: 'restart', retryIn: aNumber });
    expect(await alice.recorder.next('disconnect')).toBe('transport close');
    expect((await cli.ended()).code).toBe(0);
    const answers = alice.recorder.rest
      .filter(({ name }) => name === 'ack')
      .map(({ payload }) => payload as Ack);
    const accepted = answers.filter((answer) => 'seq' in answer).length + 1;

    const again = runCli(['--port', '0', '--data', data, ...KEYS]);
    const stored = await history(await urlOf(again), 'alice', 'bob');
    expect(stored).toHaveLength(Math.min(accepted, 100));
    expect(stored.at(-1)?.content.body).toBe(String(accepted));
  });
});

describe('a server that is killed', () => {
  it('has everything that it acknowledged when it is back', async () => {
    const data = newDirectory();
    const args = ['--port', '0', '--data', data, '--trust-user-ids', '--no-rate-limits', ...KEYS];
    const cli = runCli(args);
    const url = await urlOf(cli);
    const alice = await logIn(url, 'alice');
    await logIn(url, 'bob');
    for (let ack = 1; ack <= 100; ack++)
      alice.socket.emit('say', { to: { id: 'bob', type: 4 }, content: { media: 0, body: `${ack}` }, ack });
    for (let ack = 1; ack <= 20; ack++)
      expect(await alice.recorder.next('ack')).toMatchObject({ ack, seq: ack });
    cli.process.kill('SIGKILL');
    await alice.recorder.next('disconnect');
    expect((await cli.ended()).code).toBe('SIGKILL');
    const acked = 20 + alice.recorder.rest.filter(({ name }) => name === 'ack').length;

    expect(existsSync(join(data, 'rxim.db'))).toBe(true);
    const stored = await history(await urlOf(runCli(args)), 'alice', 'bob');
    expect(stored.length).toBeGreaterThanOrEqual(acked);
    expect(stored.slice(0, acked).map(({ content }) => content.body)).toEqual(
      Array.from({ length: acked }, (_, index) => String(index + 1)),
    );
  });
});
