import { Type } from '@sinclair/typebox';
import type { DeadPush, Installation, InstallationAddress, PushOffer } from 'rxim/protocol';
import type { Context } from '../services/context';
import type { Router } from './router';
import { Accepted, InstallId, Nothing, Time, UserId, UserParams, answer, rows } from './schemas';

const Platform = Type.Union(['webpush', 'fcm', 'apns', 'webhook'].map((name) => Type.Literal(name)));
const Text = Type.String({ minLength: 1, maxLength: 4096 });

const Common = {
  language: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 })),
  expires: Type.Optional(Time),
};

const Subscription = Type.Object({
  endpoint: Text,
  expirationTime: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  keys: Type.Object({ p256dh: Text, auth: Text }),
});

const Address = answer<InstallationAddress>(
  Type.Union([
    Type.Object({ platform: Type.Literal('webpush'), subscription: Subscription, ...Common }),
    Type.Object({ platform: Type.Literal('fcm'), token: Text, ...Common }),
    Type.Object({
      platform: Type.Literal('apns'),
      token: Text,
      topic: Type.Optional(Text),
      sandbox: Type.Optional(Type.Boolean()),
      ...Common,
    }),
    Type.Object({ platform: Type.Literal('webhook'), url: Text, ...Common }),
  ]),
);

const Registered = answer<Installation>(
  Type.Object({ id: InstallId, platform: Type.Optional(Platform), ts: Type.Optional(Time), ...Common }),
);

const Dead = Type.Object({
  id: Type.String(),
  user: UserId,
  install: InstallId,
  platform: Platform,
  conv: Type.String(),
  seq: Type.Integer(),
  tries: Type.Integer(),
  error: Type.String({ description: 'What the provider said' }),
  ts: Time,
});

const Offer = Type.Object({
  platforms: Type.Array(Platform),
  applicationServerKey: Type.Optional(Type.String({ description: 'VAPID key, for browsers' })),
});

export const pushRoutes = (router: Router, { pushes }: Context): void => {
  const tags = ['notifications'];
  const params = Type.Object({ user: UserId, install: InstallId });

  router.get(
    '/push',
    {
      config: { action: 'push.offer' },
      schema: {
        tags,
        summary: 'What notifications can be sent by',
        response: { 200: answer<PushOffer>(Offer) },
      },
    },
    ({ requester }) => pushes.offer(requester.app),
  );

  router.get(
    '/ctx/:user/installations',
    {
      config: { action: 'installations.read' },
      schema: {
        tags,
        summary: 'Installations of a user',
        params: UserParams,
        response: { 200: answer<readonly Installation[]>(Type.Array(Registered)) },
      },
    },
    ({ requester, params: { user } }) => pushes.list(requester.app, user),
  );

  router.put(
    '/ctx/:user/installations/:install',
    {
      config: { action: 'installations.write' },
      schema: {
        tags,
        summary: 'Send notifications for a user to this installation, and for nobody else',
        params,
        body: Address,
        response: { 201: Registered },
      },
    },
    async ({ requester, params: { user, install }, body }, reply) =>
      reply.code(201).send(await pushes.register(requester.app, user, install, body)),
  );

  router.delete(
    '/ctx/:user/installations/:install',
    {
      config: { action: 'installations.write' },
      schema: {
        tags,
        summary: 'Send nothing more there: the user logs out on this device',
        params,
        response: { 204: Nothing },
      },
    },
    async ({ requester, params: { user, install } }, reply) => {
      await pushes.remove(requester.app, user, install);
      return reply.code(204).send();
    },
  );

  router.get(
    '/push/dead',
    {
      config: { action: 'push.dead' },
      schema: {
        tags,
        summary: 'Notifications that could not be delivered, the latest first',
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1 })) }),
        response: { 200: answer<readonly DeadPush[]>(Type.Array(Dead)) },
      },
    },
    ({ requester, query }) => pushes.dead(requester.app, rows(query.limit)),
  );

  router.post(
    '/push/dead/:push',
    {
      config: { action: 'push.dead' },
      schema: {
        tags,
        summary: 'Send one of them after all',
        params: Type.Object({ push: Type.String({ pattern: '^[0-9]{1,15}$', expected: 'an id' }) }),
        response: { 202: Accepted },
      },
    },
    async ({ requester, params: { push } }, reply) => {
      await pushes.revive(requester.app, push);
      return reply.code(202).send();
    },
  );
};
