// What the loads say to our server.
const HEADERS = {
  'X-ML-AppId': 'demo',
  'X-ML-ApiKey': 'bench-master-key',
  'Content-Type': 'application/json',
};

export const rest = async (url, method, path, body) => {
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: HEADERS,
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return text && JSON.parse(text);
};

export const names = (count, prefix = 'member') => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

/** A group or a room with these members; resolves with its id. */
export const createChannel = (url, kind, members) =>
  rest(url, 'POST', kind, { owner: members[0], name: 'bench', members });

/** The login of a client; `x` as it negotiates. */
export const authOf = (client, x) => ({ app: 'demo', key: 'bench-client-key', client, ...(x && { x }) });

export const LOGIN = '42/chat,["login",{"success":true';
