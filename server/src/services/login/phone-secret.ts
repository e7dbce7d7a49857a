import { createHmac } from 'node:crypto';
import { sameSecret } from '../keys';

/** Whose secret it is, and in which generation of its sessions it was given. */
export interface PhoneLoginOf {
  readonly app: string;
  readonly phone: string;
  readonly generation: number;
}

/**
 * What stands in for the code at later logins: a code is good once, and a client loses its connection every day. It is good
 * until `expires`, and until the user logs out. Signed, so that nothing has to be kept.
 */
export class PhoneSecrets {
  constructor(
    private readonly key: string,
    /** Milliseconds that a secret is good. */
    private readonly life: number,
    private readonly now = Date.now,
  ) {}

  issue(login: PhoneLoginOf): string {
    return this.#write(login, this.now() + this.life);
  }

  /** The generation that the secret was given in; `undefined` for what is no secret of this number that is good now. */
  generationOf(secret: string, { app, phone }: Omit<PhoneLoginOf, 'generation'>): number | undefined {
    const [, number, time] = /^([0-9a-z]{1,8})\.([0-9a-z]{1,10})\.[\w-]{43}$/.exec(secret) ?? [];
    if (number === undefined || time === undefined) return undefined;
    const [generation, expires] = [parseInt(number, 36), parseInt(time, 36)];
    const right = sameSecret(secret, this.#write({ app, phone, generation }, expires));
    return right && expires > this.now() ? generation : undefined;
  }

  #write({ app, phone, generation }: PhoneLoginOf, expires: number): string {
    const said = JSON.stringify([app, phone, generation, expires]);
    const mark = createHmac('sha256', this.key).update(said).digest('base64url');
    return [generation.toString(36), expires.toString(36), mark].join('.');
  }
}
