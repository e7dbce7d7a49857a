import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerProcess, ServerProcessOptions } from './server-process';

/** A disk of a few megabytes under a server's data, which a spec fills to the last byte. */
export interface SmallDisk {
  readonly what: string;
  /** How the server has to be run. */
  readonly options: ServerProcessOptions;
  fill(server: ServerProcess): void;
  /** The server is left alone meanwhile. */
  free(server: ServerProcess): void;
}

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** Whoever is not root may mount things in a name space of users, where there are any. */
const NAMESPACE = process.getuid?.() === 0 ? '-m' : '-rm';
const MOUNT = 'mkdir -p "$0/data" && mount -t tmpfs -o size=16m tmpfs "$0/data" && exec "$@"';

/** A file system of its own that nobody else sees, and that goes with the server. */
const tmpfs: SmallDisk = {
  what: 'a tmpfs of 16 MiB',
  options: { under: (folder) => ['unshare', NAMESPACE, 'sh', '-c', MOUNT, folder] },
  fill: (server) => {
    const file = openSync(ballast(server), 'w');
    // In ever smaller pieces, until there is no room for the smallest.
    for (let size = 2 ** 18; size >= 1; size /= 2) while (fits(file, size));
    closeSync(file);
  },
  free: (server) => rmSync(ballast(server)),
};

const ballast = ({ pid, folder }: ServerProcess): string =>
  join(`/proc/${pid ?? 0}/root`, folder, 'data', 'ballast');

const fits = (file: number, size: number): boolean => {
  try {
    return writeSync(file, Buffer.alloc(size)) === size;
  } catch {
    return false;
  }
};

/** No file of the process may grow: less than a full disk, but to be had without any right. */
const limit: SmallDisk = {
  what: 'a limit of the size of files, for nothing can be mounted here',
  options: {},
  fill: ({ pid = 0, folder }) => {
    const { size } = statSync(join(folder, 'data', 'rxim.db-wal'));
    runs('prlimit', '--pid', String(pid), `--fsize=${size}:`);
  },
  free: ({ pid = 0 }) => void runs('prlimit', '--pid', String(pid), '--fsize=unlimited:'),
};

/** The best that this machine has. */
export const smallDisk = (): SmallDisk | undefined =>
  [tmpfs, limit].find((disk) =>
    disk === tmpfs
      ? runs('unshare', NAMESPACE, 'mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', '/tmp')
      : runs('prlimit', '--pid', String(process.pid), '--fsize'),
  );
