export const percentile = (values, part) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};
export const median = (values) => percentile(values, 0.5);

/** `1.23 (1.10–1.40)`: the median and what lies between the extremes. */
export const spread = (values, digits = 2) => {
  const show = (value) =>
    Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(digits);
  return `${show(median(values))} (${show(Math.min(...values))}–${show(Math.max(...values))})`;
};

/** Ratios within each round, so that a machine that is slow for a while is slow for both. */
export const ratios = (ours, theirs) => ours.map((value, round) => value / theirs[round]);

/** A B A B …: `rounds` times one after the other; resolves with what each gave. The first round warms up and is dropped. */
export const interleave = async (runs, rounds = 5) => {
  const results = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const value = await run();
      if (round > 0) results[name].push(value);
    }
  }
  return results;
};
