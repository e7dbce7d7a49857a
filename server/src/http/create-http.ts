import { LogController, fastify, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Config } from '../services/context';
import { frameworkErrors } from '../routes/errors';
import { limitArrival } from './arrival-time';

/** Fastify as everything here expects it; routes come from elsewhere. */
export const createHttp = ({ limits, trustProxy }: Config, log: FastifyBaseLogger): FastifyInstance => {
  const http = fastify({
    loggerInstance: log,
    // Its own lines carry URLs, and with them query strings.
    logController: new LogController({ disableRequestLogging: true }),
    // One proxy: whom it names last. What is left of that, anyone can make up.
    trustProxy: (_address: string, hop: number) => trustProxy && hop === 0,
    bodyLimit: limits.bodySize,
    // The longest that any request has; limitArrival gives each its own.
    requestTimeout: Math.max(limits.requestTimeout, limits.uploadTimeout),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
    frameworkErrors,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
  http.server.headersTimeout = limits.headersTimeout;
  limitArrival(http, limits);
  http.addHook('onResponse', (request, reply, done) => {
    const { method, url: route } = request.routeOptions;
    request.log.debug(
      { method: request.method, route: route ?? method, status: reply.statusCode, ms: reply.elapsedTime },
      'answered',
    );
    done();
  });
  return http;
};
