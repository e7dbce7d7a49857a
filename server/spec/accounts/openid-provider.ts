import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SignJWT, importJWK, type JWK, type JWTPayload } from 'jose';

export interface OpenIdProviderProcess {
  readonly issuer: string;
  /** The id token of a user who has logged in there, in a browser, to this client. */
  readonly idToken: (user: string, client?: string) => Promise<string>;
  /** A token that the provider never issued, signed with its own key. */
  readonly sign: (claims: JWTPayload, header?: { kid: string }) => Promise<string>;
  readonly stop: () => void;
}

const REDIRECT = 'http://127.0.0.1/back';

/** A browser of few words: keeps cookies and follows redirects until one leads to the application. */
const createBrowser = () => {
  const cookies = new Map<string, string>();
  const visit = async (url: string, form?: Record<string, string>): Promise<string> => {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) return url;
    const next = new URL(location, url).href;
    return next.startsWith(REDIRECT) ? next : visit(next);
  };
  return visit;
};

const logInThere = async (issuer: string, user: string, client: string): Promise<string> => {
  const visit = createBrowser();
  const query = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: REDIRECT,
  });
  const login = await visit(`${issuer}/auth?${query.toString()}`);
  const consent = await visit(login, { prompt: 'login', login: user, password: 'any' });
  const back = await visit(consent, { prompt: 'consent' });
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:secret`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: new URL(back).searchParams.get('code')!,
      redirect_uri: REDIRECT,
    }),
  });
  return ((await answer.json()) as { id_token: string }).id_token;
};

const firstLine = async (child: ChildProcess): Promise<string> => {
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return line;
};

export const startOpenIdProvider = async (): Promise<OpenIdProviderProcess> => {
  const child = spawn(process.execPath, [join(__dirname, 'run-openid-provider.mjs')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { issuer, key } = JSON.parse(await firstLine(child)) as { issuer: string; key: JWK };
  return {
    issuer,
    idToken: (user, client = 'chat-app') => logInThere(issuer, user, client),
    sign: async (claims, header = { kid: 'one' }) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...header }).sign(await importJWK(key, 'RS256')),
    stop: () => child.kill(),
  };
};
