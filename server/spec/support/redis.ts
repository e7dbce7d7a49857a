import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

/** A Redis server of one spec, in memory only. */
export interface RedisServer {
  readonly url: string;
  start(): Promise<void>;
  /** As when its machine is gone. */
  kill(): Promise<void>;
}

/** Whether specs can have a Redis server; says so, once, when they cannot. */
export const redisAvailable = (): boolean => {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  if (process.env['CI'] === 'true') throw new Error('Redis is missing, and CI must not skip its specs');
  process.stderr.write('skipped: specs of Redis (no redis-server installed)\n');
  return false;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const ready = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${String(code)}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });

export const redisServer = async (): Promise<RedisServer> => {
  const port = await freePort();
  let child: ChildProcess | undefined;
  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
      await ready(child);
    },
    async kill() {
      const dying = child;
      if (dying === undefined) return;
      child = undefined;
      await new Promise((resolve) => {
        dying.removeAllListeners('exit').once('exit', resolve);
        dying.kill('SIGKILL');
      });
    },
  };
};
