import { createHash } from 'node:crypto';
import { newRestServer, type RestServer } from './rest-server';

let rest: RestServer;

beforeAll(async () => {
  rest = await newRestServer();
});

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

it('GET /openapi.json describes every route: what it does, who may, what comes and what goes', async () => {
  const { status, body } = await rest.nobody('GET', '/openapi.json');
  expect(status).toBe(200);
  const { openapi, paths } = body as { openapi: string; paths: Record<string, Record<string, Operation>> };
  expect(openapi).toBe('3.1.0');
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
  expect(operations.length).toBeGreaterThan(45);
  for (const { path, method, summary, description, responses, parameters = [] } of operations) {
    const incomplete = { path, method, summary, description, responses };
    expect(incomplete).toMatchObject({
      summary: expect.stringMatching(/./) as string,
      description: expect.stringContaining('Who may:') as string,
      responses: { '4XX': expect.anything() as unknown },
    });
    const named = parameters.filter((each) => each.in === 'path').map(({ name }) => `{${name}}`);
    expect(named.sort()).toEqual((path.match(/\{[^}]+\}/g) ?? []).sort());
  }
});

it('GET /docs is a page that loads nothing from elsewhere and may run nothing but its own script', async () => {
  const { status, headers, text } = await rest.nobody('GET', '/docs');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/html');
  expect(text).not.toMatch(/(src|href)=|https?:|@import/);
  const script = /<script>([^]*)<\/script>/.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  expect(headers.get('content-security-policy')).toContain(`script-src 'sha256-${hash}'`);
});
