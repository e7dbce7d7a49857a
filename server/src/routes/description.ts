import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { ErrorBody } from 'rxim/protocol';
import { RIGHTS, type Action, type Right } from '../services/rights';
import { DOCS_PAGE, DOCS_POLICY } from './docs-page';
import type { Router } from './router';
import { answer } from './schemas';
import { validatorCompiler } from './validation';

const ErrorAnswer = answer<ErrorBody>(
  Type.Object(
    { errorCode: Type.Integer(), errorMessage: Type.String() },
    { description: 'What went wrong: a code and a sentence' },
  ),
);

const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'rxim-server',
    version: '1',
    description:
      'REST interface of rxim. X-ML-AppId names the application; a session token or a key says who calls.',
  },
  components: {
    securitySchemes: {
      session: {
        type: 'http',
        scheme: 'bearer',
        description: 'Session token of a login: that user or guest',
      },
      key: {
        type: 'apiKey',
        in: 'header',
        name: 'X-ML-ApiKey',
        description: 'Master key: the administrator',
      },
    },
  },
} as const;

const whoMay = (action: Action): string => {
  const { may }: Right = RIGHTS[action];
  return `Who may: ${may.join(', ')}.`;
};

/** Adds the same routes to a server that nobody listens on, and has that one described: it costs nothing until asked. */
const describe = async (addRoutes: (router: Router) => void): Promise<string> => {
  const [{ fastify }, { default: swagger }] = await Promise.all([
    import('fastify'),
    import('@fastify/swagger'),
  ]);
  const described = fastify({ exposeHeadRoutes: false });
  described.setValidatorCompiler(validatorCompiler);
  described.setSerializerCompiler(() => JSON.stringify);
  await described.register(swagger, {
    openapi: DOCUMENT,
    transform: ({ schema, url, route }) => {
      const action = route.config?.action;
      const { description = '', response = {}, ...rest } = schema as typeof schema & { response?: object };
      const told = action === undefined ? description : `${description} ${whoMay(action)}`.trim();
      const security = [{ session: [] }, { key: [] }];
      return {
        url,
        schema: { security, ...rest, description: told, response: { ...response, '4xx': ErrorAnswer } },
      };
    },
  });
  await described.register((scope, _options, done) => {
    addRoutes(scope);
    done();
  });
  await described.ready();
  const document = JSON.stringify(described.swagger());
  await described.close();
  return document;
};

/** The OpenAPI description of `addRoutes`, and a page that shows it. */
export const descriptionRoutes = (router: FastifyInstance, addRoutes: (router: Router) => void): void => {
  const config = { action: 'description.read' } as const;
  let document: Promise<string> | undefined;

  router.get('/openapi.json', { config }, async (_request, reply) => {
    document ??= describe(addRoutes);
    return reply.type('application/json; charset=utf-8').send(await document);
  });

  router.get('/docs', { config }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', DOCS_POLICY).send(DOCS_PAGE),
  );
};
