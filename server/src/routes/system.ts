import { Type } from '@sinclair/typebox';
import type { Context } from '../services/context';
import { conflict, invalid } from '../services/failure';
import type { Router } from './router';
import { Accepted, Content, Flag, ObjectId, UserId, isSet } from './schemas';

const Body = Type.Object({
  content: Content,
  remark: Type.Optional(Type.String()),
  push: Type.Optional(Type.Object({}, { description: 'How the offline notification looks' })),
});

const To = Type.Object({ group: Flag, room: Flag });

const isObjectId = (id: string): boolean => new RegExp(ObjectId.pattern ?? '').test(id);

const targetOf = (id: string, { group, room }: { group?: string; room?: string }) => {
  if (isSet(group) && isSet(room)) throw conflict('querystring expected either group or room');
  if (!isSet(group) && !isSet(room)) return { kind: 'user', id } as const;
  if (!isObjectId(id)) throw invalid(`params.id expected ${ObjectId.expected ?? ''}`);
  return { kind: isSet(group) ? 'group' : 'room', id } as const;
};

export const systemRoutes = (router: Router, { deliver }: Context): void => {
  const tags = ['system messages'];
  const config = { action: 'system.send' } as const;

  router.post(
    '/system',
    {
      config,
      schema: { tags, summary: 'To everyone who is online', body: Body, response: { 202: Accepted } },
    },
    async ({ requester, body: { content, remark, push } }, reply) => {
      await deliver.system(requester.app, { to: { kind: 'all' }, content, remark, push });
      return reply.code(202).send();
    },
  );

  router.post(
    '/system/:id',
    {
      config,
      schema: {
        tags,
        summary: 'To a user, to the members of a group (`?group`), or to those in a room (`?room`)',
        params: Type.Object({ id: UserId }),
        querystring: To,
        body: Body,
        response: { 202: Accepted },
      },
    },
    async ({ requester, params, query, body: { content, remark, push } }, reply) => {
      await deliver.system(requester.app, { to: targetOf(params.id, query), content, remark, push });
      return reply.code(202).send();
    },
  );
};
