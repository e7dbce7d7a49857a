import { Type } from '@sinclair/typebox';
import type { ListedRoom, RoomInfo } from 'rxim/protocol';
import type { Context } from '../services/context';
import { createRoom, deleteRoom, roomInfo, roomsOf, searchRooms, updateRoom } from '../services/rooms';
import { userOf } from '../services/users';
import { sendJson } from './json';
import { methodsToLoad, type Router } from './router';
import {
  Attributes,
  Detail,
  Ids,
  Nothing,
  ObjectId,
  ObjectParams,
  Search,
  Time,
  UserParams,
  answer,
  isSet,
} from './schemas';
import { searchOf } from './search';

const changeable = { name: Type.Optional(Type.String()), members: Type.Optional(Ids) };
const Changed = Type.Object(changeable);
const New = Type.Object({ ...changeable, attributes: Type.Optional(Attributes) });
const Online = Type.Optional(Ids);
const Info = Type.Object({ members: Ids, online: Online, attributes: Attributes, ts: Time });
const listed = { id: ObjectId, name: Type.Optional(Type.String()), attributes: Attributes, ts: Time };
const Listed = Type.Object({ ...listed, members: Ids, online: Online });
const Found = Type.Object(
  { ...listed, members: Type.Optional(Ids), online: Online, present: Type.Optional(Type.Integer()) },
  { description: '`members` and `online` of rooms that the caller is in' },
);

export const roomRoutes = (router: Router, context: Context): void => {
  const tags = ['rooms'];

  router.post(
    '/rooms',
    {
      config: { action: 'rooms.create' },
      schema: {
        tags,
        summary: 'Make a room; answers its id',
        body: New,
        response: { 201: answer<unknown>(ObjectId) },
      },
    },
    async ({ requester, body }, reply) =>
      sendJson(reply.code(201), await createRoom(context, requester, body)),
  );

  router.get(
    '/rooms',
    {
      config: { action: 'rooms.search' },
      schema: {
        tags,
        summary: 'Find rooms by their attributes',
        querystring: Search,
        response: { 200: answer<readonly Partial<ListedRoom>[]>(Type.Array(Found)) },
      },
    },
    ({ requester, query }) => searchRooms(context, requester, searchOf(query)),
  );

  router.get(
    '/ctx/:user/rooms',
    {
      config: { action: 'rooms.of' },
      schema: {
        tags,
        summary: 'Rooms that a user is in: ids, or everything',
        params: UserParams,
        querystring: Detail,
        response: {
          200: answer<readonly string[] | readonly ListedRoom[]>(
            Type.Union([Type.Array(ObjectId), Type.Array(Listed)]),
          ),
        },
      },
    },
    async ({ requester: { app }, params: { user }, query }) => {
      await userOf(context, app, user);
      return isSet(query.detail) ? roomsOf(context, app, user) : context.store.rooms.of(app, user);
    },
  );

  router.route({
    method: methodsToLoad(context.config),
    url: '/rooms/:id',
    config: { action: 'rooms.read' },
    schema: { tags, summary: 'A room', params: ObjectParams, response: { 200: answer<RoomInfo>(Info) } },
    handler: ({ requester, params }) => roomInfo(context, requester.app, params.id),
  });

  router.put(
    '/rooms/:id',
    {
      config: { action: 'rooms.update' },
      schema: {
        tags,
        summary: 'Rename a room, or replace its members',
        params: ObjectParams,
        body: Changed,
        response: { 201: Nothing },
      },
    },
    async ({ requester, params, body }, reply) => {
      await updateRoom(context, requester.app, params.id, body);
      return reply.code(201).send();
    },
  );

  router.delete(
    '/rooms/:id',
    {
      config: { action: 'rooms.delete' },
      schema: { tags, summary: 'Close a room', params: ObjectParams, response: { 204: Nothing } },
    },
    async ({ requester, params }, reply) => {
      await deleteRoom(context, requester.app, params.id);
      return reply.code(204).send();
    },
  );
};
