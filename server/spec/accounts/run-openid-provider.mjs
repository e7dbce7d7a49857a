// A real OpenID provider, in a process of its own: oidc-provider with its development pages, where any name logs in.
// Prints one line of JSON: where it is, and the key that it signs with.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const key = { ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' };

const client = (client_id) => ({
  client_id,
  client_secret: 'secret',
  redirect_uris: ['http://127.0.0.1/back'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
});
const provider = new Provider(issuer, {
  clients: [client('chat-app'), client('another-app')],
  jwks: { keys: [key] },
  pkce: { required: () => false },
  cookies: { keys: ['for tests'] },
});
server.on('request', provider.callback());
process.stdout.write(`${JSON.stringify({ issuer, key })}\n`);
