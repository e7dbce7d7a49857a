import type { LoginAnswer, LoginFailure, LoginSuccess } from 'rxim/protocol';
import type { TestServer } from 'rxim-server/testing';
import { connect, type StockClient } from '../support/stock-client';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A POST of somebody who holds the client key, or a session token. */
export const post = async (
  server: TestServer,
  path: string,
  body?: object,
  token?: string,
): Promise<Answer> => {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: {
      'x-ml-appid': server.appId,
      'content-type': 'application/json',
      ...(token === undefined ? { 'x-ml-apikey': server.clientKey } : { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? '' : (JSON.parse(text) as unknown),
  };
};

export interface LoggedIn extends StockClient {
  readonly id: string;
  readonly token: string;
  /** Of logins by phone. */
  readonly secret: string | undefined;
}

/** Logs in with these credentials, whatever comes of it. */
export const tryLogin = async (
  server: TestServer,
  credentials: Record<string, unknown>,
): Promise<LoginAnswer> => connect(server, { x: 1, ...credentials }).next<LoginAnswer>('login');

export const login = async (server: TestServer, credentials: Record<string, unknown>): Promise<LoggedIn> => {
  const client = connect(server, { x: 1, ...credentials });
  const answer = await client.next<LoginAnswer>('login');
  if (!answer.success) throw new Error(`${answer.error}: ${answer.message ?? ''}`);
  return { ...client, id: answer.id, token: answer.token!, secret: answer.secret };
};

export const refusal = async (
  server: TestServer,
  credentials: Record<string, unknown>,
): Promise<LoginFailure> => {
  const answer: LoginAnswer = await tryLogin(server, credentials);
  if (answer.success) throw new Error('somebody was let in');
  return answer;
};

export type { LoginSuccess };

/** Whether this token is good. */
export const isGood = async (server: TestServer, token: string): Promise<boolean> => {
  const answer = await fetch(`${server.url}/ctx`, { headers: { authorization: `Bearer ${token}` } });
  return answer.status === 200;
};
