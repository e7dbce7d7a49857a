import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Limits } from '../limits';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Milliseconds that a request may take to arrive, where it is not the usual time. */
    arrivesWithin?: number;
  }
}

/** Node cannot answer on a request that is half there but by hand. */
const TIMED_OUT = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

const giveUp = ({ raw }: FastifyRequest): void => {
  raw.socket.end(TIMED_OUT, () => raw.socket.destroy());
};

/**
 * Requests must arrive in time, or a few that never end would be all that the server has room for. Node knows one time for
 * all of them, and a file takes longer than a few lines of JSON.
 */
export const limitArrival = (
  http: FastifyInstance,
  { requestTimeout }: Pick<Limits, 'requestTimeout'>,
): void => {
  http.addHook('onRequest', (request, reply, done) => {
    const { raw, routeOptions } = request;
    if (!raw.complete) {
      const timer = setTimeout(() => giveUp(request), routeOptions.config.arrivesWithin ?? requestTimeout);
      const arrived = (): void => clearTimeout(timer);
      raw.once('end', arrived).once('close', arrived);
      // A request that is answered before it has arrived, for one too large, may see neither.
      reply.raw.once('close', arrived);
    }
    done();
  });
};
