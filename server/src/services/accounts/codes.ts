import { createHmac, randomInt } from 'node:crypto';
import { ErrorCode } from 'rxim/protocol';
import type { Limits } from '../../limits';
import type { CodeStore } from '../../ports/accounts';
import type { SmsSender } from '../../ports/sms';
import { StoreError } from '../../ports/store';
import { Failure } from '../failure';

export interface CodesOptions {
  readonly store: CodeStore;
  readonly sms: SmsSender;
  readonly limits: Limits;
  /** `false`: codes may be asked for at any rate. */
  readonly rateLimits: boolean;
  /** Keys the hashes: a million codes would be tried in no time. */
  readonly secret: string;
}

/** Login codes for phones. */
export class Codes {
  constructor(private readonly options: CodesOptions) {}

  async send(app: string, phone: string): Promise<void> {
    const { store, sms, limits, rateLimits } = this.options;
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    const wait = await store.put(app, phone, {
      hash: this.#hash(app, phone, code),
      life: limits.codeLife,
      tries: limits.codeTries,
      interval: rateLimits ? limits.codeInterval : 0,
      perDay: rateLimits ? limits.codesPerDay : Infinity,
    });
    if (wait > 0) {
      const retryAfter = Math.ceil(wait / 1000);
      throw new Failure(ErrorCode.TooManyRequests, `the next code can be sent in ${retryAfter} s`, {
        retryAfter,
      });
    }
    try {
      await sms.send({ app, phone, code });
    } catch (cause) {
      await store.withdraw(app, phone);
      if (cause instanceof StoreError) throw cause;
      throw new Failure(ErrorCode.Unavailable, 'the code could not be sent', { cause });
    }
  }

  /** Whether it is the number's code, which is used up then. */
  take(app: string, phone: string, code: string): Promise<boolean> {
    return this.options.store.take(app, phone, this.#hash(app, phone, code));
  }

  #hash(app: string, phone: string, code: string): string {
    return createHmac('sha256', this.options.secret)
      .update(JSON.stringify([app, phone, code]))
      .digest('hex');
  }
}
