import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { join } from 'node:path';
import type { DeadPush } from 'rxim/protocol';
import type { TestServer } from 'rxim-server/testing';
import { newDirectory, runCli, urlOf } from '../support/cli';
import { Recorder } from '../support/recorder';
import { administer } from '../support/rest';
import { listening } from './support/listen';
import { newSubscription } from './support/subscription';

/** One service for all providers: HTTP/1.1 and HTTP/2, with a certificate that only `file` vouches for. */
const newService = async () => {
  const directory = newDirectory();
  const [key, file] = ['key.pem', 'cert.pem'].map((name) => join(directory, name)) as [string, string];
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const made = ['-keyout', key, '-out', file, '-days', '2', '-subj', '/CN=localhost', '-addext', names];
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...ec, ...made], { stdio: 'ignore' });
  const recorder = new Recorder();
  const sockets = new Set<{ destroy(): void }>();
  const server = createSecureServer(
    { key: readFileSync(key), cert: readFileSync(file), allowHTTP1: true },
    (request, response) => {
      request.resume().on('end', () => {
        recorder.add('asked', `HTTP/${request.httpVersion} ${request.url}`);
        response.end(request.url === '/token' ? '{"access_token":"access","expires_in":3600}' : '{}');
      });
    },
  );
  server.on('connection', (socket: { destroy(): void }) => sockets.add(socket));
  const url = await listening(server, () => sockets.forEach((socket) => socket.destroy()));
  return { url: url.replace('http:', 'https:'), file, recorder };
};

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsa = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const ec = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);

/** An application whose every provider is at `url`. */
const appAt = (id: string, url: string) => ({
  id,
  masterKey: 'the-master-key',
  push: {
    insecureEndpoints: true,
    webhook: { secret: 's'.repeat(32), hosts: [] },
    fcm: {
      serviceAccount: {
        project_id: 'p',
        client_email: 'a@b.example',
        private_key: rsa,
        token_uri: `${url}/token`,
      },
      endpoint: url,
    },
    apns: { teamId: 'T', keyId: 'K', key: ec, topic: 'com.example', endpoint: url },
  },
});

/** Somebody who has a device of each kind at `url` is told something. */
const notify = async (server: TestServer, url: string): Promise<void> => {
  const { subscription } = newSubscription(`${url}/push`);
  const addresses = [
    { platform: 'webhook', url: `${url}/hook` },
    { platform: 'fcm', token: 'device' },
    { platform: 'apns', token: 'abcdef01' },
    { platform: 'webpush', subscription },
  ];
  for (const [n, address] of addresses.entries())
    await administer(server, 'PUT', `/ctx/bob/installations/${n}`, address);
  await administer(server, 'POST', '/system/bob', { content: { media: 0, body: 'hi' } });
};

it('of services over TLS, one is told what NODE_EXTRA_CA_CERTS vouches for, and one that nobody vouches for nothing', async () => {
  const [known, stranger] = [await newService(), await newService()];
  const file = join(newDirectory(), 'config.json');
  const apps = [appAt('known', known.url), appAt('stranger', stranger.url)];
  // One try: what the service said is then told.
  const limits = { pushDelay: 1, pushPoll: 10, pushTries: 1 };
  writeFileSync(file, JSON.stringify({ port: 0, data: ':memory:', apps, limits }));
  const url = await urlOf(runCli(['--config', file], { NODE_EXTRA_CA_CERTS: known.file }));
  const serverOf = (appId: string) => ({ url, appId, masterKey: 'the-master-key' }) as TestServer;

  await notify(serverOf('known'), known.url);
  const asked: string[] = [];
  for (let n = 0; n < 5; n++) asked.push(String(await known.recorder.next('asked')));
  expect(asked.sort()).toEqual([
    'HTTP/1.1 /hook',
    'HTTP/1.1 /push',
    'HTTP/1.1 /token',
    'HTTP/1.1 /v1/projects/p/messages:send',
    'HTTP/2.0 /3/device/abcdef01',
  ]);

  await notify(serverOf('stranger'), stranger.url);
  let dead: readonly DeadPush[] = [];
  while (dead.length < 4) dead = await administer(serverOf('stranger'), 'GET', '/push/dead');
  expect(dead.map(({ platform }) => platform).sort()).toEqual(['apns', 'fcm', 'webhook', 'webpush']);
  for (const { error } of dead) expect(error).toMatch(/self-signed certificate/);
  expect(stranger.recorder.rest).toEqual([]);
});
