import type { FastifyInstance, FastifyReply } from 'fastify';
import { ErrorCode } from 'rxim/protocol';
import { Failure } from '../services/failure';
import { checkJson, type JsonLimits } from '../services/json-limits';

/** Clients of 2016 announce JSON and send nothing, whatever the method: that is no body. */
const parse = (text: string, limits: JsonLimits): unknown => {
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Failure(ErrorCode.InvalidArgument, 'body expected JSON', { cause });
  }
  checkJson(value, limits, 'body');
  return value;
};

/** Bodies are JSON, in UTF-8, within the limits. */
export const acceptJson = (fastify: FastifyInstance, limits: JsonLimits): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, parse(text as string, limits));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const got = JSON.stringify(request.headers['content-type']);
    const refusal = `Content-Type expected application/json, got ${got}`;
    done(body.length === 0 ? null : new Failure(ErrorCode.InvalidArgument, refusal, { status: 415 }));
  });
};

/** Any value as JSON: Fastify itself would send a string as it is, and nothing for null. */
export const sendJson = (reply: FastifyReply, value: unknown): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(JSON.stringify(value));
