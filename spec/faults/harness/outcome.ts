import { appendFileSync } from 'node:fs';
import { check, type Verdict } from '../checker';
import type { History } from '../history';
import type { RecordedClient } from './recorded-client';
import { pause, until } from './until';

/** What a scenario has to show. */
export interface Outcome extends Verdict {
  /** What was measured, as it is to be printed. */
  readonly facts: Readonly<Record<string, number | string>>;
}

/**
 * Lets everybody hear everything: waits until nothing is unsettled, everybody is online, and the checker misses nothing
 * or has missed the same for `patience` milliseconds.
 */
export const settle = async (
  history: Pick<History, 'entries'>,
  clients: readonly RecordedClient[],
  { within = 60_000, patience = 5_000 }: { readonly within?: number; readonly patience?: number } = {},
): Promise<Verdict> => {
  await until('everybody online', () => clients.every(({ isOnline }) => isOnline), { within });
  await until('every message settled', () => clients.every(({ open }) => open === 0), { within });
  let last = performance.now();
  let known = -1;
  for (;;) {
    const verdict = check(history.entries);
    const missing = verdict.violations.some(({ broken }) => broken === 'lost' || broken === 'hole');
    if (history.entries.length !== known) last = performance.now();
    known = history.entries.length;
    if (!missing || performance.now() - last > patience) return verdict;
    await pause(200);
  }
};

/** The value below which `part` of all values are. */
export const quantile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
};

const WORDS: Readonly<Record<string, string>> = { lost: 'lost', hole: 'lost', doubled: 'doubled' };

/** Lost, doubled and out of order (which holds whatever else is wrong). */
export const tally = ({ violations }: Verdict): { lost: number; doubled: number; disordered: number } => {
  const result = { lost: 0, doubled: 0, disordered: 0 };
  for (const { broken } of violations) result[(WORDS[broken] ?? 'disordered') as keyof typeof result]++;
  return result;
};

/** 0/0/0, and nothing unsettled. `npm run test:faults` prints what was measured. */
export const expectKept = (title: string, outcome: Outcome): void => {
  report(title, outcome);
  expect(outcome.violations.slice(0, 10)).toEqual([]);
  expect(outcome.unsettled).toEqual([]);
};

/** Tells `npm run test:faults` of a scenario. */
export const report = (title: string, outcome: Outcome): void => {
  const { sent, acked, reads, facts } = outcome;
  note(title, { ...tally(outcome), sent, acked, reads, ...facts });
};

/** Tells it of anything else that was measured. */
export const note = (title: string, facts: Outcome['facts']): void => {
  const file = process.env['RXIM_FAULTS_REPORT'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ title, facts })}\n`);
};
