import type { FastifyInstance } from 'fastify';
import type { Gateway } from './gateway/gateway';
import type { OpenSockets } from './http/open-sockets';
import type { Bus } from './ports/bus';
import type { Store } from './ports/store';

export interface Running {
  readonly http: FastifyInstance;
  readonly gateway: Gateway;
  readonly bus: Bus;
  readonly store: Store;
  readonly sockets: OpenSockets;
  /** How long clients may take to let go, in milliseconds. */
  readonly patience: number;
}

/** Stops accepting, answers what is in flight, says goodbye, and lets the database go last. */
export const shutdown = async ({ http, gateway, bus, store, sockets, patience }: Running): Promise<void> => {
  const deadline = setTimeout(() => {
    gateway.abort();
    sockets.destroy();
  }, patience);
  sockets.releaseUnused();
  try {
    await Promise.all([http.close(), gateway.close()]);
  } finally {
    clearTimeout(deadline);
    await bus.close();
    await store.close();
  }
};
