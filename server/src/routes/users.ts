import { Type } from '@sinclair/typebox';
import type { FoundUser, UserInfo } from 'rxim/protocol';
import type { Context } from '../services/context';
import { searchUsers, userInfo } from '../services/users';
import { methodsToLoad, type Router } from './router';
import { Attributes, Ids, Online, Search, Time, UserId, UserParams, answer } from './schemas';
import { searchOf } from './search';

const Found = Type.Object({ id: UserId, online: Online, ts: Time, attributes: Attributes });

const Info = Type.Object({
  attributes: Attributes,
  installs: Type.Array(Type.String(), { description: 'Installations that offline notifications go to' }),
  sessions: Type.Integer({ description: 'Live sessions' }),
  friends: Ids,
  groups: Type.Array(Type.String()),
  rooms: Type.Array(Type.String()),
  ts: Time,
});

export const userRoutes = (router: Router, context: Context): void => {
  const tags = ['users'];

  router.get(
    '/ctx',
    {
      config: { action: 'users.search' },
      schema: {
        tags,
        summary: 'Find users by their attributes',
        querystring: Search,
        response: { 200: answer<readonly FoundUser[]>(Type.Array(Found)) },
      },
    },
    ({ requester, query }) => searchUsers(context, requester.app, searchOf(query)),
  );

  router.route({
    method: methodsToLoad(context.config),
    url: '/ctx/:user',
    config: { action: 'users.read' },
    schema: {
      tags,
      summary: 'Everything about a user',
      params: UserParams,
      response: { 200: answer<UserInfo>(Info) },
    },
    handler: ({ requester, params }) => userInfo(context, requester.app, params.user),
  });
};
