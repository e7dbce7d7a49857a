import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import ky from 'ky';
import { lastValueFrom } from 'rxjs';
import { createIm } from '../../src';

it('takes ky as its fetch, and with it what ky can do to requests', async () => {
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url, request.headers['x-trace']);
    response.setHeader('content-type', 'application/json').end('["bob"]');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fetch = ky.create({
    retry: 0,
    throwHttpErrors: false,
    hooks: { beforeRequest: [(request) => request.headers.set('x-trace', '42')] },
  });
  const { port } = server.address() as AddressInfo;
  const im = createIm({ server: `http://127.0.0.1:${port}`, appId: 'demo', masterKey: 'key', fetch });
  await expect(lastValueFrom(im.friends.list('alice'))).resolves.toEqual(['bob']);
  expect(seen).toEqual(['/ctx/alice/friends', '42']);
  await im.close();
  server.close();
});
