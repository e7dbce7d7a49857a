// Programs that specs run in processes of their own: of today's sources, made into a few files, since from hundreds of them a
// process takes seconds to start. They are built by the first spec that needs one, and again when a source has changed.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(__dirname, '../..');
/** Among the dependencies, so that the programs find them. */
const CACHE = join(ROOT, 'node_modules/.cache/rxim-programs');

const ENTRIES = {
  /** `rxim-server`. */
  cli: 'server/src/cli.ts',
  /** Beside it, where it looks for it. */
  'thumbnail-child': 'server/src/blobs/thumbnail-child.js',
  sender: 'spec/faults/harness/sender.ts',
};
/** Folders whose files the programs are made of. What else they contain is in the lock. */
const SOURCES = ['src', 'server/src', 'spec/faults/harness'];

const filesOf = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

const fingerprint = (): string => {
  const hash = createHash('sha256');
  for (const file of [...SOURCES.flatMap(filesOf), join(ROOT, 'package-lock.json')])
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

const dependenciesOf = (manifest: string): readonly string[] => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, manifest), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return Object.keys(dependencies);
};

/** What is younger, another run may be using. */
const removeOld = (): void => {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    if (Date.now() - statSync(path).mtimeMs > 3_600_000) rmSync(path, { recursive: true, force: true });
  }
};

const buildAll = async (): Promise<string> => {
  const folder = join(CACHE, fingerprint());
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  removeOld();
  const outdir = mkdtempSync(join(CACHE, 'building-'));
  await build({
    entryPoints: ENTRIES,
    outdir,
    absWorkingDir: ROOT,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // As in the published build: what is no dependency is part of it.
    external: ['package.json', 'server/package.json'].flatMap(dependenciesOf),
    define: { __dirname: 'import.meta.dirname' },
    sourcemap: true,
    logLevel: 'error',
  });
  try {
    renameSync(outdir, folder);
  } catch {
    // Another spec was faster.
    rmSync(outdir, { recursive: true });
  }
  return folder;
};

let built: Promise<string> | undefined;

/** The file to start with Node. */
export const programFile = async (name: keyof typeof ENTRIES): Promise<string> =>
  join(await (built ??= buildAll()), `${name}.js`);
