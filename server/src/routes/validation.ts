import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler, ValueErrorType, type TypeCheck, type ValueError } from '@sinclair/typebox/compiler';
import { Value } from '@sinclair/typebox/value';
import { invalid, tooLong, type Failure } from '../services/failure';

/** Schemas may say what they expect in words: `Type.String({ pattern, expected: 'a user id' })`. */
declare module '@sinclair/typebox' {
  interface SchemaOptions {
    expected?: string;
  }
}

const TOO_LONG: ReadonlySet<ValueErrorType> = new Set([
  ValueErrorType.ArrayMaxItems,
  ValueErrorType.ObjectMaxProperties,
  ValueErrorType.StringMaxLength,
]);

/** A union fails as a whole; what went wrong is what failed deepest in one of its variants. */
const deepest = (error: ValueError): ValueError => {
  const inner = error.errors.flatMap((variant) => [...variant].slice(0, 1).map(deepest));
  return inner.reduce((best, each) => (each.path.length > best.path.length ? each : best), error);
};

/** An absent body reaches the validator as null. What is inside something may be a secret, wherever it should have been. */
const told = (value: unknown, secret = false): string => {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (secret) return `a ${typeof value}`;
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

const failureOf = (first: ValueError, part: string): Failure => {
  const { type, path, value, schema, message } = deepest(first);
  const field = part + path.replaceAll('/', '.');
  const expected = typeof schema.expected === 'string' ? schema.expected : message.replace(/^Expected /, '');
  return (TOO_LONG.has(type) ? tooLong : invalid)(
    `${field} expected ${expected}, got ${told(value, schema.writeOnly === true)}`,
  );
};

/**
 * Checks requests with TypeBox. A schema is compiled when the first request needs it, so that a server is ready at once;
 * what came as text (path and query) is converted first.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart = 'body' }) => {
  let check: TypeCheck<TSchema> | undefined;
  return (received: unknown) => {
    check ??= TypeCompiler.Compile(schema);
    const value = httpPart === 'body' ? received : Value.Convert(schema, received);
    if (check.Check(value)) return { value };
    const first = check.Errors(value).First();
    return { error: first === undefined ? invalid(httpPart) : failureOf(first, httpPart) };
  };
};
