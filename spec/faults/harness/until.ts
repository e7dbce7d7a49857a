/** Waits until something holds; fails with `what` if it does not within `within` milliseconds. */
export const until = async (
  what: string,
  holds: () => boolean,
  { within = 30_000, every = 5 }: { readonly within?: number; readonly every?: number } = {},
): Promise<void> => {
  const deadline = performance.now() + within;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${within} ms`);
    await pause(every);
  }
};

// Of the wall, also where a spec turns the clock of everything else.
const { setTimeout } = globalThis;

/** Paces load; what a scenario waits for, it waits for with `until`. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
