import { Type } from '@sinclair/typebox';
import type { Context } from '../services/context';
import { groupMembers, roomMembers, type Members } from '../services/members';
import type { Router } from './router';
import { MemberParams, Nothing, ObjectParams, UserId } from './schemas';

const Some = Type.Array(UserId, { minItems: 1, expected: 'a list of ids that is not empty' });

/** SDK 4.x sends the bare list. */
const Body = Type.Union([Type.Object({ members: Some }), Some], { expected: '{ members: [ids] }' });

const listOf = (body: { members: string[] } | string[]): string[] =>
  'members' in body ? body.members : body;

const addRoutes = (router: Router, context: Context, what: 'group' | 'room', members: Members): void => {
  const at = `/${what}s/:id/members`;
  const tags = [`${what}s`];
  const add = { action: `${what}s.members.add` } as const;
  const remove = { action: `${what}s.members.remove` } as const;

  router.post(
    at,
    {
      config: add,
      schema: {
        tags,
        summary: `Add members to a ${what}`,
        params: ObjectParams,
        body: Body,
        response: { 201: Nothing },
      },
    },
    async ({ requester, params, body }, reply) => {
      await members.add(context, requester.app, params.id, listOf(body));
      return reply.code(201).send();
    },
  );

  router.delete(
    at,
    {
      config: remove,
      schema: {
        tags,
        summary: `Remove members from a ${what}`,
        params: ObjectParams,
        body: Body,
        response: { 204: Nothing },
      },
    },
    async ({ requester, params, body }, reply) => {
      await members.remove(context, requester.app, params.id, listOf(body));
      return reply.code(204).send();
    },
  );

  router.post(
    `${at}/:user`,
    {
      config: add,
      schema: { tags, summary: `Join a ${what}`, params: MemberParams, response: { 201: Nothing } },
    },
    async ({ requester, params }, reply) => {
      await members.add(context, requester.app, params.id, [params.user]);
      return reply.code(201).send();
    },
  );

  router.delete(
    `${at}/:user`,
    {
      config: remove,
      schema: { tags, summary: `Leave a ${what}`, params: MemberParams, response: { 204: Nothing } },
    },
    async ({ requester, params }, reply) => {
      await members.remove(context, requester.app, params.id, [params.user]);
      return reply.code(204).send();
    },
  );
};

/** Members of groups and of rooms come and go by the same paths. */
export const memberRoutes = (router: Router, context: Context): void => {
  addRoutes(router, context, 'group', groupMembers);
  addRoutes(router, context, 'room', roomMembers);
};
