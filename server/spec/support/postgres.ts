import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL server to make databases on; ends with `stop`. */
export interface PostgresServer {
  /** A new, empty database. */
  createDatabase(): Promise<string>;
  stop(): void;
}

/** Where Debian and most others put the programs, the newest version first. */
const binaries = (): string | undefined => {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
};

/** No spec cuts the power: what killed processes had written is kept without waiting for the disk. */
const CARELESS = '-c fsync=off -c full_page_writes=off';

const url = process.env['RXIM_TEST_POSTGRES'];

/** Whether specs can have a PostgreSQL server; says so, once, when they cannot. */
export const postgresAvailable = (): boolean => {
  if (url !== undefined || binaries() !== undefined) return true;
  if (process.env['CI'] === 'true') throw new Error('PostgreSQL is missing, and CI must not skip its specs');
  process.stderr.write('skipped: specs of PostgreSQL (no server installed, RXIM_TEST_POSTGRES not set)\n');
  return false;
};

/**
 * The server that RXIM_TEST_POSTGRES names, or a private one that is thrown away: in a directory of its own, reached through a
 * socket there, so that it needs no port. PostgreSQL refuses to run as root and is then run as `postgres`.
 */
export const startPostgres = (): PostgresServer => {
  if (url !== undefined) return { createDatabase: () => createDatabase(url), stop: () => undefined };
  const bin = binaries();
  if (bin === undefined) throw new Error('PostgreSQL is not installed');
  const directory = mkdtempSync(join(tmpdir(), 'rxim-pg-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })),
    );
    chownSync(directory, uid ?? 0, gid ?? 0);
  }
  const data = join(directory, 'data');
  const run = (program: string, ...args: string[]): void => {
    const command = [join(bin, program), ...args];
    const [file = '', ...rest] = asRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    const { status, stderr } = spawnSync(file, rest, {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  };
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
  run(
    'pg_ctl',
    'start',
    '-w',
    '-D',
    data,
    '-l',
    join(directory, 'log'),
    '-o',
    `-c listen_addresses= -c unix_socket_directories=${directory} -c max_connections=200 ${CARELESS}`,
  );
  const server = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(directory)}`;
  return {
    createDatabase: () => createDatabase(server),
    stop: () => {
      run('pg_ctl', 'stop', '-m', 'immediate', '-D', data);
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

const createDatabase = async (server: string): Promise<string> => {
  const name = `rxim_${randomBytes(8).toString('hex')}`;
  const client = new Client(server);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const made = new URL(server);
  made.pathname = `/${name}`;
  return made.href;
};
