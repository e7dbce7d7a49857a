import { Type } from '@sinclair/typebox';
import { groupKey, type GroupInfo, type ListedGroup } from 'rxim/protocol';
import type { Context } from '../services/context';
import { createGroup, deleteGroup, groupInfo, groupsOf, searchGroups, updateGroup } from '../services/groups';
import { historyOf, readerOf } from '../services/history';
import { userOf } from '../services/users';
import { sendJson } from './json';
import { methodsToLoad, type Router } from './router';
import {
  Attributes,
  Detail,
  History,
  Ids,
  Nothing,
  ObjectId,
  ObjectParams,
  Recent,
  Records,
  Search,
  Time,
  UserId,
  UserParams,
  answer,
  isSet,
  rows,
} from './schemas';
import { searchOf } from './search';

const changeable = { owner: UserId, name: Type.Optional(Type.String()), members: Type.Optional(Ids) };
const New = Type.Object({ ...changeable, attributes: Type.Optional(Attributes) });
const Info = Type.Object({ owner: UserId, members: Ids, attributes: Attributes, ts: Time });
const listed = { id: ObjectId, name: Type.Optional(Type.String()), attributes: Attributes, ts: Time };
const Listed = Type.Object({ ...listed, owner: UserId, members: Ids, recent: Recent });
const Found = Type.Object(
  { ...listed, owner: Type.Optional(UserId), members: Type.Optional(Ids) },
  { description: '`owner` and `members` of groups that the caller is in' },
);

export const groupRoutes = (router: Router, context: Context): void => {
  const tags = ['groups'];
  const { store } = context;

  router.post(
    '/groups',
    {
      config: { action: 'groups.create' },
      schema: {
        tags,
        summary: 'Make a group; answers its id',
        body: New,
        response: { 201: answer<unknown>(ObjectId) },
      },
    },
    async ({ requester, body }, reply) =>
      sendJson(reply.code(201), await createGroup(context, requester.app, body)),
  );

  router.get(
    '/groups',
    {
      config: { action: 'groups.search' },
      schema: {
        tags,
        summary: 'Find groups by their attributes',
        querystring: Search,
        response: { 200: answer<readonly Partial<ListedGroup>[]>(Type.Array(Found)) },
      },
    },
    ({ requester, query }) => searchGroups(context, requester, searchOf(query)),
  );

  router.get(
    '/ctx/:user/groups',
    {
      config: { action: 'groups.of' },
      schema: {
        tags,
        summary: 'Groups that a user is in: ids, or everything with the last message',
        params: UserParams,
        querystring: Detail,
        response: {
          200: answer<readonly string[] | readonly ListedGroup[]>(
            Type.Union([Type.Array(ObjectId), Type.Array(Listed)]),
          ),
        },
      },
    },
    async ({ requester: { app }, params: { user }, query }) => {
      await userOf(context, app, user);
      return isSet(query.detail) ? groupsOf(context, app, user) : store.groups.of(app, user);
    },
  );

  router.route({
    method: methodsToLoad(context.config),
    url: '/groups/:id',
    config: { action: 'groups.read' },
    schema: { tags, summary: 'A group', params: ObjectParams, response: { 200: answer<GroupInfo>(Info) } },
    handler: ({ requester, params }) => groupInfo(context, requester.app, params.id),
  });

  router.put(
    '/groups/:id',
    {
      config: { action: 'groups.update' },
      schema: {
        tags,
        summary: 'Rename a group, give it to another owner, or replace its members',
        params: ObjectParams,
        body: Type.Partial(Type.Object(changeable)),
        response: { 201: Nothing },
      },
    },
    async ({ requester, params, body }, reply) => {
      await updateGroup(context, requester.app, params.id, body);
      return reply.code(201).send();
    },
  );

  router.delete(
    '/groups/:id',
    {
      config: { action: 'groups.delete' },
      schema: { tags, summary: 'Dissolve a group', params: ObjectParams, response: { 204: Nothing } },
    },
    async ({ requester, params }, reply) => {
      await deleteGroup(context, requester.app, params.id);
      return reply.code(204).send();
    },
  );

  router.get(
    '/groups/:id/chats',
    {
      config: { action: 'groups.history' },
      schema: {
        tags,
        summary: 'What was said in a group, while the caller was a member',
        params: ObjectParams,
        querystring: History,
        response: { 200: Records },
      },
    },
    ({ requester, params, query: { ts, limit } }) =>
      historyOf(context, requester.app, groupKey(params.id), { ts, limit: rows(limit) }, readerOf(requester)),
  );

  router.delete(
    '/groups/:id/chats',
    {
      config: { action: 'groups.wipe' },
      schema: {
        tags,
        summary: 'Delete what was said in a group',
        params: ObjectParams,
        response: { 204: Nothing },
      },
    },
    async ({ requester, params }, reply) => {
      await store.messages.wipe(requester.app, groupKey(params.id));
      return reply.code(204).send();
    },
  );
};
