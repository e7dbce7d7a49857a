import type { IncomingMessage } from 'node:http';
import type { Config } from '../services/context';
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
    const open = this.#connections.get(addressOf(request, config.trustProxy)) ?? 0;
    if (config.rateLimits && open >= config.limits.connectionsPerAddress) return 'too many connections';
    return undefined;
  }

  /** Counts the connection until it ends. */
  enter(connection: Connection): void {
    const address = addressOf(connection.request, this.options.config.trustProxy);
    this.#connections.set(address, (this.#connections.get(address) ?? 0) + 1);
    connection.once('close', () => {
      const left = (this.#connections.get(address) ?? 1) - 1;
      if (left === 0) this.#connections.delete(address);
      else this.#connections.set(address, left);
    });
  }

  close(): void {
    this.#door = 'closed';
  }
}
