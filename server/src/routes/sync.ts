import { Type } from '@sinclair/typebox';
import type { ConversationInfo, Identity, SyncAnswer } from 'rxim/protocol';
import type { Context } from '../services/context';
import { conversationsOf } from '../services/conversations';
import type { Requester } from '../services/requester';
import { sync } from '../services/sync';
import type { Router } from './router';
import { Recent, UserParams, answer } from './schemas';

const Key = Type.String({ maxLength: 300, expected: 'the key of a conversation' });
const Position = Type.Tuple([Type.Integer(), Type.Integer()], {
  description: 'seq and tag of the last message',
  expected: 'a pair [seq, tag]',
});
const Cursor = Type.Record(Key, Position, {
  description: 'Positions by conversation',
  expected: 'an object or null',
});

const Body = Type.Object({
  cursor: Type.Union([Type.Null(), Cursor], { description: 'null asks for the positions of now' }),
  after: Type.Optional(Key),
  upTo: Type.Optional(Key),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, default: 200, description: 'At most 500 messages are given' }),
  ),
});

const Answer = Type.Object({
  messages: Type.Array(
    Type.Object({
      conv: Key,
      event: Type.Tuple([Type.String(), Type.Unknown()], {
        description: 'Name and payload, as it would have come live',
      }),
    }),
  ),
  cursor: Cursor,
  lost: Type.Optional(
    Type.Array(
      Type.Object({
        conv: Key,
        from: Type.Integer(),
        to: Type.Integer(),
        reset: Type.Optional(Type.Literal(true)),
      }),
    ),
  ),
  more: Type.Boolean(),
});

const Conversation = Type.Object({
  conv: Key,
  peer: Type.Optional(Type.Object({ id: Type.String(), type: Type.Optional(Type.Integer()) })),
  last: Recent,
  seq: Type.Integer({ description: 'Of the last message' }),
  read: Type.Integer({ description: 'Up to which the user has read' }),
});
const Listing = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      default: 100,
      description: 'At most 500 rows are given',
      expected: 'a number of rows, 1 or more',
    }),
  ),
});

/** An administrator asks for a user. */
const selfOf = ({ kind }: Requester, { user }: { user: string }): Identity => ({
  kind: kind === 'guest' ? 'guest' : 'user',
  id: user,
});

export const syncRoutes = (router: Router, context: Context): void => {
  router.post(
    '/ctx/:user/sync',
    {
      bodyLimit: context.config.limits.syncSize,
      config: { action: 'users.sync' },
      schema: {
        tags: ['delivery'],
        summary: 'What a user or a guest has missed',
        params: UserParams,
        body: Body,
        response: { 200: answer<SyncAnswer>(Answer) },
      },
    },
    ({ requester, params, body }) => sync(context, requester.app, selfOf(requester, params), body),
  );

  router.get(
    '/ctx/:user/conversations',
    {
      config: { action: 'users.conversations' },
      schema: {
        tags: ['delivery'],
        summary: 'Conversations of a user or a guest, those with the newest message first',
        params: UserParams,
        querystring: Listing,
        response: { 200: answer<readonly ConversationInfo[]>(Type.Array(Conversation)) },
      },
    },
    ({ requester, params, query }) =>
      conversationsOf(context, requester.app, selfOf(requester, params), query.limit),
  );
};
