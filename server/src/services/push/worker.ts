import { setImmediate as turn } from 'node:timers/promises';
import type { PushPlatform } from 'rxim/protocol';
import type { Logger } from 'pino';
import type { Limits } from '../../limits';
import type { GivenBack, InstallationStore, PushJob, PushQueue } from '../../ports/push';
import type { PushOutcome, PushProvider } from '../../ports/push-provider';
import type { PushSettings } from '../../ports/push-settings';
import type { Metrics } from '../metrics';
import type { Attendance } from './attendance';
import { compose } from './compose';

export type ProvidersOf = (app: string) => ReadonlyMap<PushPlatform, PushProvider>;

export interface PushWorkerOptions {
  readonly queue: PushQueue;
  readonly installations: Pick<InstallationStore, 'gone'>;
  readonly providersOf: ProvidersOf;
  readonly settingsOf: (app: string) => PushSettings;
  readonly attendance: Pick<Attendance, 'since'>;
  readonly limits: Pick<Limits, 'pushPoll' | 'pushRetry' | 'pushTries' | 'pushConcurrency' | 'pushLease'>;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The id of one that is done with, or one that is to be looked at again. */
type End = number | GivenBack;

/** Sends what the queue holds, each platform by itself: one that is slow keeps none of the others waiting. */
export class PushWorker {
  readonly #busy = new Map<PushPlatform, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** The next look at the queue, for those who wait for answers: more may be due by then. */
  #nextLook = new Signal();
  #looking: Promise<void> = Promise.resolve();

  constructor(private readonly options: PushWorkerOptions) {}

  start(): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().then(() => {
        if (!this.#stop.signal.aborted) this.start();
      });
    }, this.options.limits.pushPoll).unref();
  }

  /** Takes nothing more; resolves when what is on its way has its answer. */
  async stop(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#busy.values());
  }

  async #look(): Promise<void> {
    const { queue, log } = this.options;
    this.#nextLook.give();
    this.#nextLook = new Signal();
    try {
      for (const platform of await queue.due()) {
        if (this.#busy.has(platform)) continue;
        const busy = this.#drain(platform).catch((error: unknown) => this.#failed(platform, error));
        this.#busy.set(
          platform,
          busy.finally(() => this.#busy.delete(platform)),
        );
      }
    } catch (error) {
      log.error({ err: error }, 'the queue of notifications could not be read');
    }
  }

  async #drain(platform: PushPlatform): Promise<void> {
    const { queue, limits } = this.options;
    const underWay = new Set<Promise<void>>();
    const ends: End[] = [];
    try {
      while (!this.#stop.signal.aborted) {
        const free = Math.min(HANDFUL, limits.pushConcurrency - underWay.size);
        const jobs = free > 0 ? await queue.claim(platform, free, limits.pushLease) : [];
        for (const job of jobs) {
          const sending = this.#handle(platform, job)
            .then((end) => {
              if (end !== undefined) ends.push(end);
            })
            // Its lease ends, then it is taken again.
            .catch((error: unknown) => this.#failed(platform, error))
            .finally(() => underWay.delete(sending));
          underWay.add(sending);
        }
        if (free > 0 && jobs.length === free) await turn();
        else if (underWay.size > 0) await Promise.race([...underWay, this.#nextLook.given]);
        else if (!(await queue.due()).includes(platform)) return;
        await this.#settle(ends.splice(0));
      }
    } finally {
      await Promise.all(underWay);
      await this.#settle(ends);
    }
  }

  async #settle(ends: readonly End[]): Promise<void> {
    const { queue } = this.options;
    await queue.finish(ends.filter((end) => typeof end === 'number'));
    await queue.giveBack(ends.filter((end) => typeof end === 'object'));
  }

  #failed(platform: PushPlatform, error: unknown): void {
    this.options.log.error({ err: error, platform }, 'notifications could not be sent');
  }

  async #handle(platform: PushPlatform, job: PushJob): Promise<End | undefined> {
    const { attendance, providersOf, settingsOf } = this.options;
    const { id, app, user, message, tries, address } = job;
    if (job.read) return this.#done(platform, 'quiet', id);
    const verdict = attendance.since(app, user, message.ts);
    if (verdict.is === 'there') return this.#done(platform, 'quiet', id);
    if (verdict.is === 'unsure') return { id, due: verdict.at, tries };
    const provider = providersOf(app).get(platform);
    if (provider === undefined) return this.#giveUp(platform, job, `${platform} is not configured`);
    const outcome = await provider.send(address, compose(job, settingsOf(app)));
    return this.#judge(platform, job, outcome);
  }

  async #judge(platform: PushPlatform, job: PushJob, outcome: PushOutcome): Promise<End | undefined> {
    const { installations, limits } = this.options;
    const { id, app, install, address, tries } = job;
    switch (outcome.result) {
      case 'sent':
        return this.#done(platform, 'sent', id);
      case 'gone':
        await installations.gone(app, install, address);
        return this.#done(platform, 'gone', id);
      case 'refused':
        return this.#giveUp(platform, job, outcome.reason);
      case 'later': {
        if (tries + 1 >= limits.pushTries) return this.#giveUp(platform, job, outcome.reason);
        this.options.metrics.pushes.inc({ platform, outcome: 'retried' });
        // Half of it at random, so that what failed together does not come back together.
        const wait = limits.pushRetry * 4 ** tries * (0.5 + Math.random() / 2);
        const due = Date.now() + Math.max(wait, Math.min(outcome.after ?? 0, LONGEST));
        return { id, due, tries: tries + 1, error: outcome.reason };
      }
    }
  }

  #done(platform: PushPlatform, outcome: string, id: number): number {
    this.options.metrics.pushes.inc({ platform, outcome });
    return id;
  }

  async #giveUp(platform: PushPlatform, { id }: PushJob, reason: string): Promise<undefined> {
    this.options.metrics.pushes.inc({ platform, outcome: 'dead' });
    await this.options.queue.bury(id, reason);
    return undefined;
  }
}

class Signal {
  give!: () => void;
  readonly given = new Promise<void>((resolve) => (this.give = resolve));
}

/** Taken from the queue in one turn of the loop: more would keep it from those who send. */
const HANDFUL = 4;
/** No provider has us wait longer. */
const LONGEST = 60 * 60 * 1000;
