import { Type } from '@sinclair/typebox';
import type { Contact, Friendship, NewFriendship } from 'rxim/protocol';
import type { Context } from '../services/context';
import { befriend, contactOf, friendshipOf, talkOf, unfriend } from '../services/friends';
import { historyOf, readerOf } from '../services/history';
import { userOf } from '../services/users';
import type { Router } from './router';
import {
  Detail,
  History,
  Ids,
  Nothing,
  Online,
  Recent,
  Records,
  Time,
  UserId,
  UserParams,
  answer,
  isSet,
  rows,
} from './schemas';

const params = Type.Object({ user: UserId, friend: UserId });
const friendship = { id: Type.String(), from: UserId, to: UserId, ts: Time };
const Made = Type.Object({ ...friendship, ns: Type.String({ description: 'The application' }) });
const Found = Type.Object({
  ...friendship,
  online: Type.Boolean({ description: 'Whether the friend is online' }),
});

export const Contacts = answer<readonly string[] | readonly Contact[]>(
  Type.Union([Ids, Type.Array(Type.Object({ id: UserId, online: Online, recent: Recent }))]),
);

export const friendRoutes = (router: Router, context: Context): void => {
  const tags = ['friends'];
  const { store } = context;

  router.get(
    '/ctx/:user/friends',
    {
      config: { action: 'friends.read' },
      schema: {
        tags,
        summary: 'Friends of a user: ids, or with their presence and the last message',
        params: UserParams,
        querystring: Detail,
        response: { 200: Contacts },
      },
    },
    async ({ requester: { app }, params: { user }, query }) => {
      await userOf(context, app, user);
      const friends = await store.friends.list(app, user);
      return isSet(query.detail)
        ? Promise.all(friends.map((id) => contactOf(context, app, user, id)))
        : friends;
    },
  );

  router.post(
    '/ctx/:user/friends/:friend',
    {
      config: { action: 'friends.write' },
      schema: {
        tags,
        summary: 'Make two users friends',
        description: 'Friendships are mutual; friends stay the friends that they are.',
        params,
        response: { 201: answer<NewFriendship>(Made) },
      },
    },
    async ({ requester: { app }, params: { user, friend } }, reply) =>
      reply.code(201).send(await befriend(context, app, user, friend)),
  );

  router.get(
    '/ctx/:user/friends/:friend',
    {
      config: { action: 'friends.read' },
      schema: {
        tags,
        summary: 'The friendship of two users',
        params,
        response: { 200: answer<Friendship>(Found) },
      },
    },
    ({ requester: { app }, params: { user, friend } }) => friendshipOf(context, app, user, friend),
  );

  router.delete(
    '/ctx/:user/friends/:friend',
    {
      config: { action: 'friends.write' },
      schema: { tags, summary: 'End a friendship, if there is one', params, response: { 204: Nothing } },
    },
    async ({ requester: { app }, params: { user, friend } }, reply) => {
      await unfriend(context, app, user, friend);
      return reply.code(204).send();
    },
  );

  router.get(
    '/ctx/:user/friends/:friend/chats',
    {
      config: { action: 'friends.history' },
      schema: {
        tags,
        summary: 'What two users wrote to each other',
        params,
        querystring: History,
        response: { 200: Records },
      },
    },
    ({ requester, params: { user, friend }, query: { ts, limit } }) =>
      historyOf(
        context,
        requester.app,
        talkOf(user, friend),
        { ts, limit: rows(limit) },
        readerOf(requester),
      ),
  );
};
