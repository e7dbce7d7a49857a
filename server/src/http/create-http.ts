import { fastify, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../services/context';
import { frameworkErrors } from '../routes/errors';

/** Fastify as everything here expects it; routes come from elsewhere. */
export const createHttp = ({ limits, trustProxy }: Config, log: Logger): FastifyInstance => {
  const http = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Its own lines carry URLs, and with them query strings.
    disableRequestLogging: true,
    // One proxy: whom it names last. What is left of that, anyone can make up.
    trustProxy: (_address: string, hop: number) => trustProxy && hop === 0,
    bodyLimit: limits.bodySize,
    requestTimeout: limits.requestTimeout,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
    frameworkErrors,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
  http.server.headersTimeout = limits.headersTimeout;
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
