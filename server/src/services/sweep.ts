import type { Logger } from 'pino';

/** Deletes what has expired, in small steps with a turn of the event loop between them; stops early when `signal` aborts. */
export type Sweep = (signal: AbortSignal) => Promise<unknown>;

export interface Sweeping {
  /** Resolves when no sweep is under way any more. */
  stop(): Promise<void>;
}

/** Runs sweeps one after another, again and again. What fails is logged, and tried again the next time. */
export const startSweeping = (sweeps: readonly Sweep[], every: number, log: Logger): Sweeping => {
  const abort = new AbortController();
  let timer: NodeJS.Timeout;
  let running = Promise.resolve();

  const all = async (): Promise<void> => {
    for (const sweep of sweeps) {
      if (abort.signal.aborted) return;
      await sweep(abort.signal).catch((error: unknown) =>
        log.error({ err: error }, 'what has expired could not be dealt with'),
      );
    }
    if (!abort.signal.aborted) schedule();
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      running = all();
    }, every).unref();
  };
  schedule();

  return {
    stop() {
      clearTimeout(timer);
      abort.abort();
      return running;
    },
  };
};
