import { asyncScheduler, type Subscription } from 'rxjs';

export interface Liveness {
  /** Something came. Called for every frame, so it only looks at the clock. */
  heard(): void;
  /** This once, something must come within so many milliseconds. */
  expect(within: number): void;
  stop(): void;
}

/**
 * Watches for silence with one timer, which is armed again when it goes off and not with every frame.
 * The clock is that of the wall: it goes on while a laptop sleeps, and what slept too long is found dead at once.
 */
export const watchSilence = (limit: number, silent: () => void): Liveness => {
  let last = asyncScheduler.now();
  let quiet: boolean;
  let timer: Subscription;

  const arm = (delay: number): void => {
    quiet = true;
    timer = asyncScheduler.schedule(check, delay);
  };
  const check = (): void => {
    if (quiet) silent();
    // Not longer than the limit, even if the clock was put back.
    else arm(Math.min(Math.max(last + limit - asyncScheduler.now(), 0), limit));
  };
  arm(limit);

  return {
    heard() {
      last = asyncScheduler.now();
      quiet = false;
    },
    expect(within) {
      timer.unsubscribe();
      arm(within);
    },
    stop: () => timer.unsubscribe(),
  };
};
