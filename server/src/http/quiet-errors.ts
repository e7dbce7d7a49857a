import type { Logger } from 'pino';

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: unknown;
  readonly cause: LoggedError | undefined;
}

const logged = (error: unknown): LoggedError | undefined =>
  error instanceof Error
    ? {
        type: error.name,
        message: error.message,
        stack: error.stack,
        code: (error as { code?: unknown }).code,
        cause: logged(error.cause),
      }
    : undefined;

/**
 * The same log, where errors are what they say and where they come from. What else libraries hang on them is left out: the
 * bytes of a request that cannot be parsed, or the row that a database refused.
 */
export const quietErrors = (log: Logger): Logger => log.child({}, { serializers: { err: logged } });
