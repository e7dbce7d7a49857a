// The long runs of spec/faults, one after the other. `npm run test:faults -- cuts` runs those whose names match.
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';

const seed = process.env['RXIM_FAULTS_SEED'] ?? String(1 + Math.floor(Math.random() * 1_000_000));
console.log(`RXIM_FAULTS_SEED=${seed}`);

const report = join(tmpdir(), `rxim-faults-${process.pid}.jsonl`);
const names = process.argv.slice(2);
const specs =
  names.length > 0
    ? names.map((name) => `(spec/faults|contract).*${name}`)
    : ['spec/faults/', 'store/contract'];
const env = {
  ...process.env,
  RXIM_FAULTS: 'full',
  RXIM_FAULTS_SEED: seed,
  RXIM_FAULTS_REPORT: report,
};
const jest = spawn('npx', ['jest', '--runInBand', ...specs], { env, stdio: 'inherit' });
const code = await new Promise((resolve) => jest.on('close', resolve));

let lines = [];
try {
  lines = readFileSync(report, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
} catch {
  // Nothing was measured.
}
rmSync(report, { force: true });
for (const { title, lost, doubled, disordered, sent, acked, reads, facts } of lines) {
  console.log(
    `${title}: ${lost}/${doubled}/${disordered} lost/doubled/out of order; ${sent} sent, ${acked} acknowledged, ${reads} read`,
  );
  for (const [name, value] of Object.entries(facts)) console.log(`  ${name}: ${value}`);
}
process.exitCode = code ?? 1;
