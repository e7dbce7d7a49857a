import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestServer } from 'rxim-server/testing';
import { newServer } from '../support/new-server';

const begin = async (server: TestServer, path: string, headers: string): Promise<Socket> => {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nX-ML-AppId: demo\r\nX-ML-ApiKey: ${server.masterKey}\r\n` +
      `${headers}Content-Length: 1000\r\n\r\n`,
  );
  return socket;
};

const JSON_TYPE = 'Content-Type: application/json\r\n';
const FORM_TYPE = 'Content-Type: multipart/form-data; boundary=b\r\n';

describe('a request that does not arrive', () => {
  it('is given up', async () => {
    const server = await newServer({ limits: { requestTimeout: 100 } });
    const socket = await begin(server, '/groups', JSON_TYPE);
    socket.write('{"owner":');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('has the time that uploads have, if it is one', async () => {
    const server = await newServer({ limits: { requestTimeout: 50, uploadTimeout: 400 } });
    const began = performance.now();
    const [json, form] = [
      await begin(server, '/groups', JSON_TYPE),
      await begin(server, '/attachment', FORM_TYPE),
    ];
    form.write('--b\r\n');
    expect(await text(json)).toMatch(/^HTTP\/1\.1 408 /);
    expect(await text(form)).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - began).toBeGreaterThan(350);
  });
});
