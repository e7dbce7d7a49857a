import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ErrorCode, type ErrorBody } from 'rxim/protocol';
import { StoreError } from '../ports/store';
import { Failure, notFound } from '../services/failure';
import { sendJson } from './json';
import { KnownPaths } from './known-paths';

/** What Fastify itself refuses as too long; the rest of it is an invalid argument. */
const TOO_LONG: ReadonlySet<string> = new Set(['FST_ERR_CTP_BODY_TOO_LARGE', 'FST_ERR_MAX_PARAM_LENGTH']);

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('FST_');

/** Any error as what the caller may know of it. What is nobody's business is `Unavailable`, under 500. */
const failureFrom = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  if (error instanceof StoreError) return new Failure(error.code, error.message, { cause: error });
  if (isFastifyError(error) && error.statusCode !== undefined && error.statusCode < 500) {
    const code = TOO_LONG.has(error.code) ? ErrorCode.TooLong : ErrorCode.InvalidArgument;
    return new Failure(code, error.message, { status: error.statusCode });
  }
  return new Failure(ErrorCode.Unavailable, 'something went wrong on the server', {
    status: 500,
    cause: error,
  });
};

const sendError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const { code, status, message, retryAfter, cause } = failureFrom(error);
  if (status >= 500) request.log.error({ err: cause ?? error }, message);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  const body: ErrorBody = { errorCode: code, errorMessage: message };
  return sendJson(reply.code(status), body);
};

/** Also for what fails before there is a route: a path that cannot be decoded, for one. */
export const frameworkErrors = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
  sendError(error, request, reply);
};

/** Every answer that is an error has the one shape, whoever found the error. Call it before any route is added. */
export const answerErrors = (fastify: FastifyInstance): void => {
  const paths = new KnownPaths();
  fastify.addHook('onRoute', ({ url, method }) => {
    paths.add(url, [method].flat());
  });
  fastify.setErrorHandler(sendError);
  fastify.setNotFoundHandler((request, reply) => {
    const methods = paths.methodsOf(request.url.replace(/\?.*$/s, ''));
    if (methods.length === 0) return sendError(notFound('path'), request, reply);
    const unsupported = new Failure(ErrorCode.Unsupported, `${request.method} is not supported here`);
    return sendError(unsupported, request, reply.header('allow', methods.join(', ')));
  });
};
