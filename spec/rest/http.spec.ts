import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { firstValueFrom, of, toArray } from 'rxjs';
import { createRest } from '../../src/rest';

/** A real server on a port of its own that is gone after the test. */
const closing: (() => Promise<void>)[] = [];
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const restOf = (server: string) =>
  createRest({ server, appId: 'demo', token: () => of('t'), retry: { initial: 1, max: 1, maxRetries: 2 } });

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
};
const json = (response: ServerResponse, status: number, body?: unknown): void => {
  response
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(body === undefined ? '' : JSON.stringify(body));
};

describe('REST over HTTP', () => {
  it('sends JSON and reads JSON', async () => {
    let seen: unknown;
    const server = await serve((request, response) => {
      void bodyOf(request).then((body) => {
        seen = { method: request.method, url: request.url, body: JSON.parse(body) as unknown };
        json(response, 201, '7c9fb6ca88ed41d58f69bb40b779d5bc');
      });
    });
    const group = { owner: 'alice', name: 'climbers', members: ['bob'] };
    await expect(firstValueFrom(restOf(server).groups.create(group))).resolves.toBe(
      '7c9fb6ca88ed41d58f69bb40b779d5bc',
    );
    expect(seen).toEqual({ method: 'POST', url: '/groups', body: group });
  });

  it('aborts the request on the wire when it is unsubscribed', async () => {
    let arrived: (response: ServerResponse) => void;
    const response$ = new Promise<ServerResponse>((resolve) => (arrived = resolve));
    const server = await serve((_, response) => arrived(response));
    const subscription = restOf(server).friends.list('alice').subscribe();
    const response = await response$;
    subscription.unsubscribe();
    await once(response, 'close');
    expect(response.writableEnded).toBe(false);
  });

  it('tells a server that is not there as a network error with its cause', async () => {
    const server = await serve(() => undefined);
    for (const close of closing.splice(0)) await close();
    await expect(firstValueFrom(restOf(server).friends.list('alice'))).rejects.toMatchObject({
      name: 'NetworkError',
      code: 'network',
      cause: { message: 'fetch failed' },
    });
  });

  it('gets through when the server breaks off connections and then answers', async () => {
    let requests = 0;
    const server = await serve((request, response) => {
      if (++requests < 3) request.socket.destroy();
      else json(response, 200, ['bob']);
    });
    await expect(firstValueFrom(restOf(server).friends.list('alice'))).resolves.toEqual(['bob']);
    expect(requests).toBe(3);
  });
});

describe('uploading', () => {
  const urls = ['http://im.test/a.jpg', 'http://im.test/a.sm.jpg'];
  const bytes = new Uint8Array(300_000).fill(65);

  const receive = async (
    answer: (response: ServerResponse) => void = (response) => json(response, 201, urls),
  ) => {
    const bodies: string[] = [];
    const types: unknown[] = [];
    const server = await serve((request, response) => {
      types.push(request.headers['content-type']);
      void bodyOf(request).then((body) => {
        bodies.push(body);
        answer(response);
      });
    });
    return { rest: restOf(server), bodies, types };
  };

  async function* stream() {
    yield bytes.subarray(0, 100_000);
    yield 'B'.repeat(100_000);
    yield bytes.subarray(0, 100_000);
  }

  it.each([
    ['a Uint8Array', () => bytes],
    ['an ArrayBuffer', () => bytes.buffer],
    ['a Blob', () => new Blob([bytes])],
    ['a File', () => new File([bytes], 'a.bin')],
    ['a stream of Node or anything else that iterates', () => stream()],
    ['a ReadableStream', () => new Blob([bytes]).stream()],
  ])('takes %s, tells its progress and ends with the URLs', async (_, source) => {
    const { rest, bodies, types } = await receive();
    const told = await firstValueFrom(rest.attachments.upload(source(), { name: 'a.bin' }).pipe(toArray()));

    expect(bodies[0]).toMatch(/name="attachment"; filename="a.bin"/);
    expect(bodies[0]?.match(/A{100000}/)).not.toBeNull();
    expect(types[0]).toMatch(/^multipart\/form-data; boundary=/);
    expect(told.at(-1)).toEqual({ type: 'done', urls });
    const percents = told.flatMap((step) => (step.type === 'progress' ? [step.percent] : []));
    expect(percents.length).toBeGreaterThan(2);
    expect(percents).toEqual([...new Set(percents)].sort((a, b) => a - b));
    expect(percents.at(-1)).toBe(100);
  });

  it('takes a form as it is', async () => {
    const { rest, bodies } = await receive();
    const form = new FormData();
    form.append('userfile', new Blob(['hello']), 'hello.txt');
    await firstValueFrom(rest.attachments.upload(form).pipe(toArray()));
    expect(bodies[0]).toMatch(/name="userfile"; filename="hello.txt"[^]*hello/);
  });

  it('begins again when the server could not take it, also from a stream', async () => {
    let attempts = 0;
    const { rest, bodies } = await receive((response) =>
      ++attempts === 1
        ? json(response, 503, { errorCode: 5006, errorMessage: 'full' })
        : json(response, 201, urls),
    );
    const upload$ = rest.attachments.upload(stream());
    await firstValueFrom(upload$.pipe(toArray()));
    expect(bodies).toHaveLength(2);
    expect(bodies[1]?.length).toBe(bodies[0]?.length);
  });

  it('reads no further than the limit from a stream', async () => {
    const { rest, bodies } = await receive();
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield bytes;
      } finally {
        closed = true;
      }
    }
    await expect(
      firstValueFrom(rest.attachments.upload(endless(), { limit: 1_000_000 }).pipe(toArray())),
    ).rejects.toMatchObject({ code: 5011 });
    expect(closed).toBe(true);
    expect(bodies).toHaveLength(0);
  });

  it('is aborted on the wire by unsubscribing', async () => {
    let arrived: (request: IncomingMessage) => void;
    const request$ = new Promise<IncomingMessage>((resolve) => (arrived = resolve));
    const server = await serve((request) => arrived(request));
    const subscription = restOf(server).attachments.upload(new Uint8Array(16_000_000)).subscribe();
    const request = await request$;
    request.on('error', () => undefined).once('data', () => subscription.unsubscribe());
    await new Promise((resolve) => request.on('close', resolve));
    expect(request.complete).toBe(false);
  });
});
