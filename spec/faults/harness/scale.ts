/** `npm run test:faults` runs the full sizes, with a seed that it prints; everything else a twentieth, always with the same seed. */
export const isFull = process.env['RXIM_FAULTS'] === 'full';

export const sized = (full: number): number => (isFull ? full : Math.ceil(full / 20));

export const seed = Number(process.env['RXIM_FAULTS_SEED'] ?? 1);

/** Milliseconds that a scenario may take at the most. */
export const patience = isFull ? 30 * 60_000 : 90_000;
