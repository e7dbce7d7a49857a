import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actorsIn, actorsTo } from '../services/actors';
import type { Context } from '../services/context';
import { notFound, notPermitted } from '../services/failure';
import { requesterOf, type Proof, type Requester } from '../services/requester';
import { RIGHTS, may, type Action, type Actor, type Right } from '../services/rights';
import type { RateName, Rates } from './rates';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route does, in the words of the table of rights. Every route names it. */
    action?: Action;
    /** A rate that the route has besides those of all. */
    counts?: RateName;
  }
  interface FastifyRequest {
    /** Who asks. Routes that are open to anyone have none. */
    requester: Requester;
  }
}

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** What the headers say of who asks, unchecked. */
export const proofOf = (request: FastifyRequest): Proof => ({
  app: header(request, 'x-ml-appid'),
  token: /^Bearer\s+(\S+)\s*$/i.exec(header(request, 'authorization') ?? '')?.[1],
  key: header(request, 'x-ml-apikey'),
  sign: header(request, 'x-ml-request-sign'),
});

/** Where requests say what they are about; they have been validated when this is read. */
interface About {
  readonly params: { readonly id?: string; readonly user?: string };
  readonly body?: {
    readonly id?: string;
    readonly owner?: string;
    readonly members?: readonly string[];
  } | null;
}

/** Members are a list in an object, a bare list (SDK 4.x), or one in the path. */
const concernedBy = ({ params: { user }, body }: About): readonly string[] => {
  if (user !== undefined) return [user];
  return Array.isArray(body) ? (body as readonly string[]) : (body?.members ?? []);
};

const actorsOf = async (
  { store }: Context,
  request: FastifyRequest,
  { of }: Right,
): Promise<readonly Actor[]> => {
  const { requester } = request;
  const about = request as FastifyRequest & About;
  const { params, body } = about;
  switch (of) {
    case 'nothing':
      return [requester.kind];
    case 'user':
      return actorsTo(requester, { kind: 'user', id: params.user ?? body?.owner ?? '' });
    case 'guest': {
      // A guest that saves itself need not say who it is.
      const own = 'id' in requester ? requester.id : '';
      const actors = actorsTo(requester, { kind: 'guest', id: params.id ?? body?.id ?? own });
      return requester.kind === 'user' && requester.id === params.user ? [...actors, 'partner'] : actors;
    }
    case 'session':
      return 'id' in requester
        ? actorsTo(requester, { kind: requester.kind, id: params.user ?? '' })
        : [requester.kind];
    case 'group':
    case 'room': {
      const channel = await (of === 'group' ? store.groups : store.rooms).get(requester.app, params.id ?? '');
      if (channel === undefined) throw notFound(of);
      return actorsIn(requester, channel, concernedBy(about));
    }
  }
};

const actionOf = (request: FastifyRequest): Action => {
  const { action } = request.routeOptions.config;
  if (action === undefined) throw new Error(`${request.routeOptions.url ?? request.url} names no action`);
  return action;
};

/** Every route of this instance names its action, and nobody does what the table of rights does not allow. */
export const guard = (fastify: FastifyInstance, context: Context, rates: Rates): void => {
  fastify.decorateRequest('requester');
  fastify.addHook('onRoute', ({ method, url, config }) => {
    if (config?.action === undefined) throw new Error(`${String(method)} ${url} names no action`);
  });
  const identify = async (request: FastifyRequest): Promise<void> => {
    const requester = await requesterOf(context, proofOf(request)).catch(async (error: unknown) => {
      // Guessing counts.
      await rates.ofAddress(request);
      throw error;
    });
    request.requester = requester;
    // A backend makes the requests of many users.
    if (requester.kind !== 'administrator') await rates.ofAddress(request);
    if ('id' in requester) await rates.ofUser(request);
  };
  // Before the body is read: whoever is nobody costs nothing more.
  fastify.addHook('onRequest', async (request) => {
    await (may([], actionOf(request)) ? rates.ofAddress(request) : identify(request));
    const { counts } = request.routeOptions.config;
    if (counts !== undefined) await rates[counts](request);
  });
  fastify.addHook('preHandler', async (request) => {
    const action = actionOf(request);
    if (may([], action)) return;
    if (!may(await actorsOf(context, request, RIGHTS[action]), action)) throw notPermitted();
  });
};
