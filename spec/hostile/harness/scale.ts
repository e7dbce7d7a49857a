/** `npm run test:hostile` runs the full sizes, with a seed that it prints; everything else a part of them, always with the same seed. */
export const isFull = process.env['RXIM_HOSTILE'] === 'full';

export const sized = (full: number, part = 1 / 20): number => (isFull ? full : Math.ceil(full * part));

export const seed = Number(process.env['RXIM_HOSTILE_SEED'] ?? 1);

/** Milliseconds that a scenario may take at the most. */
export const patience = isFull ? 11 * 60_000 : 60_000;
