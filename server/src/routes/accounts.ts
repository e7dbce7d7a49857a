import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import type { Account } from 'rxim/protocol';
import type { Caller } from '../services/caller';
import type { Context } from '../services/context';
import { applicationOf } from '../services/login/application';
import { requesterOf } from '../services/requester';
import { proofOf } from './guard';
import type { Router } from './router';
import { Accepted, InstallId, Nothing, answer } from './schemas';

const Password = Type.String({
  description: 'As long as `passwordLeast` and `passwordMost` say: 8 to 128 characters by default',
  writeOnly: true,
});

const NewAccount = Type.Object({
  username: Type.String({ description: '1 to 64 characters; upper and lower case are the same' }),
  password: Password,
});

const AccountId = Type.Object({ id: Type.String({ description: 'The user id' }) });

const Phone = Type.Object({ phone: Type.String({ description: 'A phone number' }) });

const PasswordChange = Type.Object({
  oldPassword: Type.String({ writeOnly: true }),
  newPassword: Password,
  /** The one that keeps its notifications. */
  install: Type.Optional(InstallId),
});

/** Who logs in for the first time has no session yet: the client key says for which application. */
const applicationIn = async (context: Context, request: FastifyRequest): Promise<string> => {
  const proof = proofOf(request);
  return applicationOf(context.config.apps, proof)?.id ?? (await requesterOf(context, proof)).app;
};

/** The rights of these routes let only users and guests in. */
const callerOf = ({ requester }: FastifyRequest): Caller => {
  if (!('session' in requester)) throw new TypeError('a key has no session');
  const { app, kind, id, session } = requester;
  return { app, identity: { kind, id }, session };
};

export const accountRoutes = (router: Router, context: Context): void => {
  const { accounts } = context;
  const tags = ['accounts'];

  router.post(
    '/accounts',
    {
      config: { action: 'accounts.register', counts: 'registrations' },
      schema: {
        tags,
        summary: 'Make an account with a name and a password; answers its user id',
        body: NewAccount,
        response: { 201: answer<Account>(AccountId) },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await accounts.register(await applicationIn(context, request), request.body)),
  );

  router.post(
    '/accounts/code',
    {
      config: { action: 'accounts.code' },
      schema: {
        tags,
        summary: 'Send a login code to a phone',
        body: Phone,
        response: { 202: Accepted },
      },
    },
    async (request, reply) => {
      const app = await applicationIn(context, request);
      await accounts.sendCode(app, request.body.phone, request.ip);
      return reply.code(202).send();
    },
  );

  router.post(
    '/accounts/password',
    {
      config: { action: 'accounts.password' },
      schema: {
        tags,
        summary:
          'Change the password of the user who is logged in; its other sessions end, and its other installations get nothing more',
        body: PasswordChange,
        response: { 201: Nothing },
      },
    },
    async (request, reply) => {
      await accounts.changePassword(callerOf(request), request.body);
      return reply.code(201).send();
    },
  );

  router.post(
    '/accounts/logout',
    {
      config: { action: 'accounts.logout' },
      schema: {
        tags,
        summary: 'End every session and token of the user or guest who is logged in',
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await accounts.logout(callerOf(request));
      return reply.code(204).send();
    },
  );
};
