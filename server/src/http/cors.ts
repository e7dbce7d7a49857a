import type { FastifyInstance } from 'fastify';
import { ErrorCode, type ErrorBody } from 'rxim/protocol';
import type { OriginPolicy } from '../services/origin';

const HOUR = 3600;

/** Lets browsers in from the pages that may use this server, and turns the others away. */
export const addCors = (http: FastifyInstance, originAllowed: OriginPolicy): void => {
  http.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    if (origin === undefined) return;
    if (!originAllowed(origin, request.host)) {
      const refusal: ErrorBody = { errorCode: ErrorCode.NotPermitted, errorMessage: 'origin not allowed' };
      return reply.code(403).send(refusal);
    }
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', 'Retry-After');
    const preflight =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!preflight) return;
    return reply
      .header('access-control-allow-methods', 'GET, HEAD, POST, PUT, DELETE')
      .header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '')
      .header('access-control-max-age', HOUR)
      .code(204)
      .send();
  });
};
