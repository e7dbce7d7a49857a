import type { FastifyInstance } from 'fastify';
import type { Context } from '../services/context';
import { accountRoutes } from './accounts';
import { attachmentRoutes } from './attachments';
import { attributeRoutes } from './attributes';
import { descriptionRoutes } from './description';
import { answerErrors } from './errors';
import { friendRoutes } from './friends';
import { groupRoutes } from './groups';
import { guard } from './guard';
import { guestRoutes } from './guests';
import { acceptJson } from './json';
import { memberRoutes } from './members';
import { pushRoutes } from './push';
import { createRates } from './rates';
import { roomRoutes } from './rooms';
import type { Router } from './router';
import { standingRoutes } from './standing';
import { strangerRoutes } from './strangers';
import { syncRoutes } from './sync';
import { systemRoutes } from './system';
import { userRoutes } from './users';
import { validatorCompiler } from './validation';

/** Every row of the REST interface (PROTOCOL.md, section 8). */
const addRoutes = (router: Router, context: Context): void => {
  userRoutes(router, context);
  attributeRoutes(router, context);
  friendRoutes(router, context);
  strangerRoutes(router, context);
  groupRoutes(router, context);
  roomRoutes(router, context);
  memberRoutes(router, context);
  guestRoutes(router, context);
  systemRoutes(router, context);
  syncRoutes(router, context);
  attachmentRoutes(router, context);
  accountRoutes(router, context);
  standingRoutes(router, context);
  pushRoutes(router, context);
};

/**
 * Adds the REST interface to a server, and gives errors their shape on all of it. Call it before other routes are added,
 * so that they are known where a wrong method is told from an unknown path.
 */
export const registerRoutes = (fastify: FastifyInstance, context: Context): void => {
  answerErrors(fastify);
  void fastify.register(async (scope) => {
    const { jsonDepth: depth, jsonKeys: keys } = context.config.limits;
    acceptJson(scope, { depth, keys });
    scope.setValidatorCompiler(validatorCompiler);
    scope.setSerializerCompiler(() => (value) => JSON.stringify(value));
    guard(scope, context, await createRates(scope, context.config));
    addRoutes(scope, context);
    descriptionRoutes(scope, (router) => addRoutes(router, context));
  });
};
