import type { IncomingMessage } from 'node:http';
import type { Config } from '../services/context';
import { networkOf } from '../services/accounts/address';
import type { OriginPolicy } from '../services/origin';
import { addressOf, hostOf, type Connection } from './connection';

export interface AdmissionOptions {
  readonly config: Config;
  readonly originAllowed: OriginPolicy;
}

/** Who may open a connection at all: asked before there is one. */
export class Admission {
  readonly #connections = new Map<string, number>();
  #door: 'open' | 'closed' = 'open';

  constructor(private readonly options: AdmissionOptions) {}

  /** The reason why not, if there is one. */
  refusal(request: IncomingMessage): string | undefined {
    const { config, originAllowed } = this.options;
    if (this.#door === 'closed') return 'the server is about to restart';
    if (!originAllowed(request.headers.origin, hostOf(request, config.trustProxy)))
      return 'origin not allowed';
    return this.#isFull(this.#addressOf(request)) ? 'too many connections' : undefined;
  }

  /** Counts the connection for the address it comes from, until that leaves; `undefined` if requests that came in one go have left no room for it. */
  enter({ request }: Pick<Connection, 'request'>): string | undefined {
    const address = this.#addressOf(request);
    if (this.#isFull(address)) return undefined;
    this.#connections.set(address, (this.#connections.get(address) ?? 0) + 1);
    return address;
  }

  leave(address: string): void {
    const left = (this.#connections.get(address) ?? 1) - 1;
    if (left === 0) this.#connections.delete(address);
    else this.#connections.set(address, left);
  }

  close(): void {
    this.#door = 'closed';
  }

  #addressOf(request: IncomingMessage): string {
    return networkOf(addressOf(request, this.options.config.trustProxy));
  }

  #isFull(address: string): boolean {
    const { rateLimits, limits } = this.options.config;
    return rateLimits && (this.#connections.get(address) ?? 0) >= limits.connectionsPerAddress;
  }
}
