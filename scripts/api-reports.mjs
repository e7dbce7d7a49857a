// The public interface of every entry of both packages, as text in etc/: a change of it shows in the diff.
// Compares what was built with these reports; with --update it writes them.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const REPORTS = resolve('etc');
const PACKAGES = ['.', 'server'].map((folder) => resolve(folder));
const update = process.argv.includes('--update');

/** What is imported by name: entries with types, and the name of their report. */
const entriesOf = (folder) => {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([, conditions]) => conditions.import?.types)
    .map(([path, conditions]) => ({
      types: join(folder, conditions.import.types),
      report: path === '.' ? name : `${name}-${path.slice(2).replaceAll('/', '-')}`,
    }));
};

const configOf = (folder, { types, report }) =>
  ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      // The one list for both packages; `paths` would lead from what was built back into the sources.
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            lib: ['ES2022', 'DOM', 'DOM.Iterable'],
            module: 'ESNext',
            moduleResolution: 'bundler',
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          files: [types],
        },
      },
      apiReport: {
        enabled: true,
        // What an entry's types are made of is part of its interface, by name or not.
        includeForgottenExports: true,
        reportFileName: report,
        reportFolder: REPORTS,
        reportTempFolder: join(REPORTS, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        // Which exports are public says index.ts, not a tag. References of {@link} are checked by typedoc.
        extractorMessageReporting: {
          default: { logLevel: 'error', addToApiReportFile: false },
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'none' },
          // typedoc counts them.
          'ae-undocumented': { logLevel: 'none' },
          'ae-unresolved-link': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });

mkdirSync(REPORTS, { recursive: true });
const wanted = new Set();
let failed = 0;
for (const folder of PACKAGES) {
  const entries = entriesOf(folder);
  const configs = entries.map((entry) => configOf(folder, entry));
  const compilerState = CompilerState.create(configs[0], {
    additionalEntryPoints: entries.map(({ types }) => types),
  });
  for (const [index, config] of configs.entries()) {
    const { report } = entries[index];
    wanted.add(`${report}.api.md`);
    const { apiReportChanged, errorCount } = Extractor.invoke(config, {
      compilerState,
      localBuild: update,
      messageCallback: (message) => {
        if (message.logLevel === 'error')
          console.log(`${report}: ${message.formatMessageWithLocation(folder)}`);
        message.handled = true;
      },
    });
    if (errorCount > 0) failed++;
    if (apiReportChanged && !update) {
      failed++;
      console.log(
        `${report}: the public interface has changed. npm run api:update writes it to etc/${report}.api.md`,
      );
    }
  }
}
for (const file of readdirSync(REPORTS)) {
  if (!file.endsWith('.api.md') || wanted.has(file)) continue;
  if (update) rmSync(join(REPORTS, file));
  else {
    failed++;
    console.log(`etc/${file} is of no entry. npm run api:update removes it`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
