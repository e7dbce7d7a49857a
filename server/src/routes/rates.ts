import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ErrorCode } from 'rxim/protocol';
import { networkOf } from '../services/accounts/address';
import type { Config } from '../services/context';
import { Failure } from '../services/failure';

const MINUTE = 60_000;

/** Counts a request; refuses it when there were too many. */
export type CountRequest = (request: FastifyRequest) => Promise<void>;

export interface Rates {
  readonly ofAddress: CountRequest;
  /** By `requester`, which must be known. */
  readonly ofUser: CountRequest;
  /** Of a user; where an application calls for its users, of their address. */
  readonly uploads: CountRequest;
  /** Of an address. */
  readonly registrations: CountRequest;
}

/** Rates that a route has besides those of all. */
export type RateName = 'uploads' | 'registrations';

const addressOf = ({ ip }: FastifyRequest): string => networkOf(ip);

/** A user or guest, whichever of its sessions asks. */
const userOf = ({ requester }: FastifyRequest): string =>
  'id' in requester ? `${requester.app}/${requester.kind}/${requester.id}` : '';

const unlimited: CountRequest = () => Promise.resolve();

export const createRates = async (
  fastify: FastifyInstance,
  { limits, rateLimits }: Pick<Config, 'limits' | 'rateLimits'>,
): Promise<Rates> => {
  if (!rateLimits)
    return { ofAddress: unlimited, ofUser: unlimited, uploads: unlimited, registrations: unlimited };
  await fastify.register(rateLimit, { global: false });
  const counting = (max: number, keyGenerator: (request: FastifyRequest) => string): CountRequest => {
    const count = fastify.createRateLimit({ max, timeWindow: MINUTE, keyGenerator });
    return async (request) => {
      const verdict = await count(request);
      if (verdict.isAllowed || !verdict.isExceeded) return;
      const retryAfter = verdict.ttlInSeconds;
      throw new Failure(ErrorCode.TooManyRequests, `too many requests, try again in ${retryAfter} s`, {
        retryAfter,
      });
    };
  };
  const uploadsOfUser = counting(limits.uploadsPerUser, userOf);
  const uploadsOfAddress = counting(limits.uploadsPerUser, addressOf);
  return {
    ofAddress: counting(limits.requestsPerAddress, addressOf),
    ofUser: counting(limits.requestsPerUser, userOf),
    registrations: counting(limits.registrationsPerAddress, addressOf),
    uploads: async (request) => {
      const { kind } = request.requester;
      if (kind === 'administrator') return;
      await (kind === 'application' ? uploadsOfAddress : uploadsOfUser)(request);
    },
  };
};
