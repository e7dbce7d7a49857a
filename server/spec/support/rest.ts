import type { TestServer } from 'rxim-server/testing';

/** A request of the application's administrator, who may do everything; resolves with the answer's body. */
export const administer = async <T = unknown>(
  server: TestServer,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> => {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      'x-ml-appid': server.appId,
      'x-ml-apikey': server.masterKey,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
};

export const befriend = (server: TestServer, one: string, other: string): Promise<unknown> =>
  administer(server, 'POST', `/ctx/${one}/friends/${other}`);
