// `npm run angular-chat`: installs and builds what has changed of examples/angular-chat, and serves it for the server of `npm start`
// until Ctrl-C; with --build it only builds. An application of its own, with a lock of its own: whoever does not touch it never
// installs Angular's tools.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { run } from './run.mjs';
import { serveAngularChat } from './serve-angular-chat.mjs';

const APP = 'examples/angular-chat';

/** What is built depends on these; a built application knows by which of them it was built. */
const INPUTS = [
  'dist',
  ...['src', 'public', 'package.json', 'package-lock.json', 'angular.json', 'tsconfig.json'].map((each) =>
    join(APP, each),
  ),
];

const filesOf = (path) =>
  readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();

const fingerprint = () => {
  const hash = createHash('sha256');
  for (const input of INPUTS)
    for (const file of input.endsWith('.json') ? [input] : filesOf(input))
      hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
};

const must = async (command, args) => {
  const { code, output } = await run(command, args, { cwd: APP });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} in ${APP}:\n${output}`);
};

const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

const install = async () => {
  const wanted = ['package.json', 'package-lock.json'].map((each) => textOf(join(APP, each))).join('\n');
  const installed = join(APP, 'node_modules/.installed-from');
  if (textOf(installed) !== wanted) {
    console.log(`Installing ${APP} …`);
    // Its tools come ready for each platform; none has to be compiled by a script.
    await must('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']);
    writeFileSync(installed, wanted);
  }
  // It has a copy of rxim, as it would have from the registry: a link would bring a second Angular with it.
  rmSync(join(APP, 'node_modules/rxim/dist'), { recursive: true, force: true });
  cpSync('dist', join(APP, 'node_modules/rxim/dist'), { recursive: true });
};

await build({ missing: true });
const built = join(APP, 'dist/.built-from');
const now = fingerprint();
if (textOf(built) !== now) {
  await install();
  console.log(`Building ${APP} …`);
  await must('npx', ['ng', 'build']);
  writeFileSync(built, now);
}

if (!process.argv.includes('--build')) {
  const { url } = await serveAngularChat({
    server: 'http://127.0.0.1:8787',
    appId: 'demo',
    clientKey: 'demo-client-key',
    port: 4200,
  });
  console.log(`
A chat to try in the browser, with the server of \`npm start\`: ${url}
  Two windows side by side:  ${url}?user=alice
                             ${url}?user=bob

Ctrl-C ends it.`);
}
