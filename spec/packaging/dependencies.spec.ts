import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const json = (path: string): unknown => JSON.parse(readFileSync(resolve(ROOT, path), 'utf8'));

interface Entry {
  readonly version?: string;
  readonly link?: boolean;
}

interface Manifest {
  readonly private?: boolean;
  readonly publishConfig?: unknown;
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string };
  readonly scripts?: Readonly<Record<string, string>>;
}

const { packages } = json('package-lock.json') as { packages: Readonly<Record<string, Entry>> };

/** Every copy of a package, wherever it is nested. */
const copiesOf = (name: string): readonly (readonly [path: string, version: string])[] =>
  Object.entries(packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([path, { version = '' }]) => [path, version]);

const parts = (version: string): readonly number[] =>
  version
    .replace(/[-+].*$/, '')
    .split('.')
    .map(Number);

const atLeast = (version: string, floor: string): boolean => {
  const [is, least] = [parts(version), parts(floor)];
  const differs = least.findIndex((part, index) => part !== is[index]);
  return differs < 0 || is[differs]! > least[differs]!;
};

describe('the lock file', () => {
  it.each([
    ['ws', '8.21.0'],
    // CVE-2026-33151
    ['socket.io-parser', '4.2.6'],
    ['engine.io', '6.6.9'],
    // CVE-2025-32442
    ['fastify', '5.3.2'],
    // CVE-2025-24033
    ['@fastify/multipart', '9.0.3'],
    // CVE-2023-4863, in the libraries that it brings
    ['sharp', '0.32.6'],
  ])('has no %s before %s, which has known holes', (name, floor) => {
    const copies = copiesOf(name);
    expect(copies).not.toHaveLength(0);
    expect(copies.filter(([, version]) => !atLeast(version, floor))).toEqual([]);
  });

  it('has a version of every package, so that all installations are the same', () => {
    const loose = Object.entries(packages).filter(([, { version, link }]) => !version && !link);
    expect(loose.map(([path]) => path)).toEqual([]);
    expect(Object.keys(packages).length).toBeGreaterThan(100);
  });

  it('compares versions by their numbers', () => {
    expect(atLeast('8.21.3', '8.21.0')).toBe(true);
    expect(atLeast('10.0.0', '9.9.9')).toBe(true);
    expect(atLeast('8.9.0', '8.21.0')).toBe(false);
  });
});

describe.each(['package.json', 'server/package.json'])('%s', (path) => {
  const manifest = json(path) as Manifest;

  it('publishes to everybody, with a statement of where and of what it was built', () => {
    expect(manifest.private).toBeUndefined();
    expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
  });

  it('names the repository that builds it in the form that npm compares, or none yet, like the other package', () => {
    const { repository } = manifest;
    expect(repository?.url).toBe((json('package.json') as Manifest).repository?.url);
    if (repository === undefined) {
      expect(readFileSync(resolve(ROOT, 'CONTRIBUTING.md'), 'utf8')).toContain('"repository"');
      return;
    }
    expect(repository).toMatchObject({
      type: 'git',
      url: expect.stringMatching(/^git\+https:.+\.git$/) as string,
    });
    expect(repository.directory).toBe(path === 'package.json' ? undefined : 'server');
  });

  it('runs nothing on the machine that installs it', () => {
    const names = Object.keys(manifest.scripts ?? {});
    expect(names.filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });
});
