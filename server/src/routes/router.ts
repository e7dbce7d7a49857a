import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';

/** What routes are added to: handlers know their parameters by the schemas. */
export type Router = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** SDK 4.x loads objects with POST. */
export const methodsToLoad = ({ legacy }: { readonly legacy: boolean }): ('GET' | 'POST')[] =>
  legacy ? ['GET', 'POST'] : ['GET'];
