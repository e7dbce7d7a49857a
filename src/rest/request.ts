import {
  asyncScheduler,
  catchError,
  defer,
  map,
  of,
  switchMap,
  take,
  timeout,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { isImError, retryAfterOf, TimeoutError, unreadable } from '../errors';
import { retryBackoff, type BackoffOptions } from '../operators';
import { ErrorCode, read, type Guard } from '../protocol';
import { readAnswer } from './answer';
import type { Exchange, Method } from './exchange';
import { urlOf, type Query } from './url';

/** How often and how patiently a request is repeated that may be. */
export interface RetryOptions extends BackoffOptions {
  /** Repetitions of one request. @default 5 */
  readonly maxRetries?: number;
}

export interface RequestOptions {
  /** Address of the server, with or without a path. */
  readonly server: string;
  readonly appId: string;
  readonly clientKey?: string | undefined;
  /** Makes every request the administrator's; no token is asked for then. */
  readonly masterKey?: string | undefined;
  /**
   * The session token, cold: emits one that is good for a while, or fails. `refused` is one that the server did not take;
   * another one is needed.
   */
  readonly token: (refused?: string) => Observable<string>;
  /** What carries a request. */
  readonly exchange: Exchange;
  /** Milliseconds from asking to the end of the answer; uploads have ten times as long. @default 30_000 */
  readonly timeout?: number | undefined;
  readonly retry?: RetryOptions | undefined;
  /** @default Math.random */
  readonly random?: (() => number) | undefined;
  readonly scheduler?: SchedulerLike | undefined;
}

export interface Call<T> {
  readonly query?: Query | undefined;
  /** Sent as JSON, a form as it is. */
  readonly body?: unknown;
  /** Once more does no harm. @default true, for POST false */
  readonly repeatable?: boolean;
  /** Checks the answer. */
  readonly guard?: Guard<T>;
  /** The caller needs no session: the client key speaks for it. */
  readonly anonymous?: boolean;
  /** Makes what carries this call, of what carries the others. */
  readonly through?: (usual: Exchange) => Exchange;
  /** Told how much of the body has left, from 0 to 1; a call that is watched has ten times as long. */
  readonly onProgress?: (part: number) => void;
}

/** A request to the REST interface: cold, one request a subscription, aborted on the wire by unsubscribing. */
export type Request = <T = void>(method: Method, path: readonly string[], call?: Call<T>) => Observable<T>;

export const createRequest = (options: RequestOptions): Request => {
  const {
    server,
    appId,
    clientKey,
    masterKey,
    token,
    exchange,
    scheduler = asyncScheduler,
    random,
  } = options;
  const { timeout: patience = 30_000 } = options;
  const { maxRetries = 5, ...curve } = options.retry ?? {};

  const once = (
    method: Method,
    url: string,
    { body, anonymous, onProgress, through }: Call<unknown>,
  ): Observable<unknown> => {
    const name = `${method} ${url}`;
    const json = body !== undefined && !isForm(body);
    const carry = through?.(exchange) ?? exchange;
    const send = (caller: Record<string, string>): Observable<unknown> =>
      carry({
        method,
        url,
        headers: { 'X-ML-AppId': appId, ...caller, ...(json && { 'Content-Type': 'application/json' }) },
        // Of nothing, `stringify` makes nothing.
        body: isForm(body) ? body : JSON.stringify(body),
        onProgress,
      }).pipe(
        timeout({
          first: onProgress ? patience * 10 : patience,
          with: () => {
            throw new TimeoutError(`${name} got no answer in time`);
          },
          scheduler,
        }),
        map((answer) => readAnswer(answer, name)),
      );
    const sendAs = (session: string) => send({ Authorization: `Bearer ${session}` });
    if (masterKey !== undefined) return send({ 'X-ML-ApiKey': masterKey });
    if (anonymous) return send(clientKey === undefined ? {} : { 'X-ML-ApiKey': clientKey });
    return token().pipe(
      take(1),
      switchMap((session) =>
        sendAs(session).pipe(
          catchError((error: unknown) => {
            if (isImError(error) && error.status === 401)
              return token(session).pipe(take(1), switchMap(sendAs));
            throw error;
          }),
        ),
      ),
    );
  };

  return <T>(method: Method, path: readonly string[], call: Call<T> = {}) =>
    defer(() => {
      const url = urlOf(server, path, call.query);
      const { guard, repeatable = method !== 'POST' } = call;
      let attempts = 0;
      return defer(() => {
        attempts++;
        return once(method, url, call);
      }).pipe(
        // An earlier attempt deleted it, and its answer was lost.
        catchError((error: unknown) => {
          if (method === 'DELETE' && attempts > 1 && isImError(error) && error.code === ErrorCode.NotFound)
            return of(undefined);
          throw error;
        }),
        retryBackoff({
          ...curve,
          maxRetries,
          shouldRetry: (error) => repeatable && isImError(error) && error.retry,
          delayOf: retryAfterOf,
          random,
          scheduler,
        }),
        map((answer) => checked(guard, answer, `${method} ${url}`) as T),
      );
    });
};

const checked = (guard: Guard<unknown> | undefined, answer: unknown, name: string): unknown => {
  try {
    return guard ? read(guard, answer, name) : answer;
  } catch (cause) {
    throw unreadable(cause);
  }
};

const isForm = (body: unknown): body is FormData =>
  typeof FormData !== 'undefined' && body instanceof FormData;
