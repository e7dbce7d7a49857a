import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '../../..');
const FILES = resolve(__dirname, '../stranger');
const TOOLS = ['esbuild', 'typescript', 'typescript-7', 'vite', 'webpack', '@types/node'];
const PACKAGES = [
  { name: 'rxim', folder: '.' },
  { name: 'rxim-server', folder: './server' },
];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const execute = promisify(execFile);

/**
 * A project outside of this repository that has installed both packages as they would be published, what they say they depend
 * on, and nothing else: a dependency that is not declared is missing there. Needs no network.
 */
export class StrangerProject {
  private constructor(readonly folder: string) {}

  static async create(): Promise<StrangerProject> {
    const project = new StrangerProject(mkdtempSync(join(tmpdir(), 'rxim-stranger-')));
    cpSync(FILES, project.folder, { recursive: true });
    await Promise.all(PACKAGES.map(({ name, folder }) => project.#install(name, folder)));
    for (const tool of TOOLS) project.#link(tool, ROOT);
    return project;
  }

  /** Runs a program of Node in the project; resolves with what it printed, rejects with that if it failed. */
  async run(...args: readonly string[]): Promise<string> {
    try {
      const { stdout, stderr } = await execute(process.execPath, args, { cwd: this.folder });
      return stdout + stderr;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`node ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #install(name: string, source: string): Promise<void> {
    const target = join(this.folder, 'node_modules', name);
    mkdirSync(target, { recursive: true });
    const { stdout } = await execute(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', this.folder, source],
      { cwd: ROOT, maxBuffer: 1 << 24 },
    );
    const packed = JSON.parse(stdout) as Readonly<Record<string, { readonly filename: string }>>;
    const [{ filename } = { filename: '' }] = Object.values(packed);
    await execute('tar', ['xzf', join(this.folder, filename), '--strip-components=1', '-C', target]);
    const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Manifest;
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
    const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
    for (const dependency of [...Object.keys(dependencies), ...peers])
      this.#link(dependency, resolve(ROOT, source));
  }

  /** As it is installed for the package in `source`. */
  #link(name: string, source: string): void {
    const nested = join(source, 'node_modules', name);
    const link = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(existsSync(nested) ? nested : join(ROOT, 'node_modules', name), link);
  }
}
