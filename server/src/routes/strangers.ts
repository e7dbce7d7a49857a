import { Type } from '@sinclair/typebox';
import type { Stranger } from 'rxim/protocol';
import type { Context } from '../services/context';
import { contactOf, talkOf } from '../services/friends';
import { historyOf, readerOf } from '../services/history';
import { strangerOf } from '../services/strangers';
import { userOf } from '../services/users';
import { Contacts } from './friends';
import type { Router } from './router';
import {
  History,
  Online,
  Paging,
  Recent,
  Records,
  Time,
  UserId,
  UserParams,
  answer,
  isSet,
  rows,
} from './schemas';

const params = Type.Object({ user: UserId, stranger: UserId });
const Found = Type.Object({ ts: Time, online: Online, recent: Recent });

export const strangerRoutes = (router: Router, context: Context): void => {
  const tags = ['strangers'];

  router.get(
    '/ctx/:user/strangers',
    {
      config: { action: 'strangers.read' },
      schema: {
        tags,
        summary:
          'Strangers that a user talked with, the latest first: ids, or with presence and the last message',
        params: UserParams,
        querystring: Paging,
        response: { 200: Contacts },
      },
    },
    async ({ requester: { app }, params: { user }, query: { detail, skip = 0, limit } }) => {
      await userOf(context, app, user);
      const strangers = await context.store.friends.strangers(app, user, skip, rows(limit));
      if (!isSet(detail)) return strangers.map(({ id }) => id);
      return Promise.all(strangers.map(({ id }) => contactOf(context, app, user, id)));
    },
  );

  router.get(
    '/ctx/:user/strangers/:stranger',
    {
      config: { action: 'strangers.read' },
      schema: {
        tags,
        summary: 'A stranger that a user talked with',
        params,
        response: { 200: answer<Stranger>(Found) },
      },
    },
    ({ requester: { app }, params: { user, stranger } }) => strangerOf(context, app, user, stranger),
  );

  router.get(
    '/ctx/:user/strangers/:stranger/chats',
    {
      config: { action: 'strangers.history' },
      schema: {
        tags,
        summary: 'What a user and a stranger wrote to each other',
        params,
        querystring: History,
        response: { 200: Records },
      },
    },
    ({ requester, params: { user, stranger }, query: { ts, limit } }) =>
      historyOf(
        context,
        requester.app,
        talkOf(user, stranger),
        { ts, limit: rows(limit) },
        readerOf(requester),
      ),
  );
};
