import type { Identity } from 'rxim/protocol';
import type { Context } from '../services/context';
import { ban, endSessions, unban } from '../services/standing';
import type { Router } from './router';
import { GuestParams, Nothing, UserParams } from './schemas';

/** A user and a guest are kept out in the same way; only their paths differ. */
interface Kind {
  readonly what: Identity['kind'];
  readonly path: string;
  readonly params: typeof UserParams | typeof GuestParams;
}

const KINDS: readonly Kind[] = [
  { what: 'user', path: '/ctx/:user', params: UserParams },
  { what: 'guest', path: '/passengers/:id', params: GuestParams },
];

const addRoutes = (router: Router, context: Context, { what, path, params }: Kind): void => {
  const tags = [`${what}s`];
  const add = (
    method: 'PUT' | 'DELETE',
    at: string,
    action: 'standing.ban' | 'standing.end',
    summary: string,
    work: (app: string, identity: Identity) => Promise<void>,
  ): void => {
    const code = method === 'PUT' ? 201 : 204;
    router.route({
      method,
      url: `${path}/${at}`,
      config: { action },
      schema: { tags, summary, params, response: { [code]: Nothing } },
      handler: async ({ requester, params }, reply) => {
        await work(requester.app, { kind: what, id: 'user' in params ? params.user : params.id });
        return reply.code(code).send();
      },
    });
  };
  add('DELETE', 'sessions', 'standing.end', `End every session and token of a ${what}`, (app, identity) =>
    endSessions(context, app, identity),
  );
  add('PUT', 'ban', 'standing.ban', `Keep a ${what} out; its sessions and tokens end`, (app, identity) =>
    ban(context, app, identity),
  );
  add('DELETE', 'ban', 'standing.ban', `Let a ${what} in again`, (app, identity) =>
    unban(context, app, identity),
  );
};

/** What an application's administrators do about users who must not be here. */
export const standingRoutes = (router: Router, context: Context): void => {
  for (const kind of KINDS) addRoutes(router, context, kind);
};
