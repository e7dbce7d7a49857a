// nats-server with a WebSocket, where it is installed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const isOpen = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Resolves with nothing if there is no nats-server. */
export const startNats = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-nats-'));
  const port = await freePort();
  const file = join(folder, 'nats.conf');
  writeFileSync(
    file,
    `host: 127.0.0.1\nport: ${await freePort()}\nwebsocket { host: 127.0.0.1, port: ${port}, no_tls: true }\n`,
  );
  const child = spawn('nats-server', ['-c', file], { stdio: 'ignore' });
  const clean = () => rmSync(folder, { recursive: true, force: true });
  const missing = new Promise((resolve) => child.once('error', () => resolve(true)));
  while (!(await isOpen(port))) {
    if (await Promise.race([missing, new Promise((resolve) => setTimeout(resolve, 50, false))])) {
      clean();
      return undefined;
    }
  }
  return {
    ready: { url: `http://127.0.0.1:${port}` },
    stop: async () => {
      child.kill('SIGKILL');
      clean();
    },
  };
};
