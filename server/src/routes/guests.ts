import { Type } from '@sinclair/typebox';
import { directKey, type Attributes as AttributesOf } from 'rxim/protocol';
import type { Context } from '../services/context';
import { guestAttributes, saveGuest } from '../services/guests';
import { historyOf, readerOf } from '../services/history';
import { sendJson } from './json';
import { methodsToLoad, type Router } from './router';
import { Attributes, GuestParams, History, Records, UserId, answer, rows } from './schemas';

const Guest = Type.Object(
  { id: Type.Optional(UserId) },
  {
    additionalProperties: Type.Unknown(),
    description: 'Everything but the id are attributes',
    expected: 'an object',
  },
);

export const guestRoutes = (router: Router, context: Context): void => {
  const tags = ['guests'];

  router.post(
    '/passengers',
    {
      config: { action: 'guests.save' },
      schema: {
        tags,
        summary: 'Make a guest or set its attributes; answers its id',
        body: Guest,
        response: { 201: answer<unknown>(UserId) },
      },
    },
    async ({ requester, body }, reply) =>
      sendJson(reply.code(201), await saveGuest(context, requester, body)),
  );

  router.route({
    method: methodsToLoad(context.config),
    url: '/passengers/:id',
    config: { action: 'guests.read' },
    schema: {
      tags,
      summary: 'Attributes of a guest',
      params: GuestParams,
      response: { 200: answer<AttributesOf>(Attributes) },
    },
    handler: ({ requester, params }) => guestAttributes(context, requester.app, params.id),
  });

  router.get(
    '/passengers/:id/chats/:user',
    {
      config: { action: 'guests.history' },
      schema: {
        tags,
        summary: 'What a guest and a user wrote to each other',
        params: Type.Object({ id: UserId, user: UserId }),
        querystring: History,
        response: { 200: Records },
      },
    },
    ({ requester, params: { id, user }, query: { ts, limit } }) => {
      const conv = directKey({ kind: 'guest', id }, { kind: 'user', id: user });
      return historyOf(context, requester.app, conv, { ts, limit: rows(limit) }, readerOf(requester));
    },
  );
};
