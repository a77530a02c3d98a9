import { chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestServer, type TestServer } from './test-server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

interface Operation {
  readonly operationId: string;
  readonly security: unknown;
  readonly responses: Record<string, unknown>;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown>; readonly securitySchemes: Record<string, unknown> };
}

test('the document has every operation, one schema for each name, and its validator', async () => {
  const answer = await server.http.inject({ url: '/api/openapi.json' });
  const document = answer.json<OpenApi>();
  expect(document.openapi).toMatch(/^3\.1/);
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  for (const id of ['createTrack', 'listTracks', 'readMedia', 'putPart', 'readHealth', 'readReadiness', 'readMetrics'])
    expect(ids).toContain(id);
  expect(new Set(ids).size).toBe(ids.length);
  const names = Object.keys(document.components.schemas);
  expect(names).toEqual(expect.arrayContaining(['TrackView', 'ErrorEnvelope']));
  expect(names.filter((name) => name.endsWith('Input'))).toEqual([]);
  for (const [, name] of answer.body.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(names).toContain(name);
  expect(document.paths['/api/tracks']?.post).toMatchObject({
    security: [{ session: [], csrfToken: [] }, { bearer: [] }],
    responses: { 201: {}, 400: {}, 401: {}, 403: {}, 413: {}, 429: {} },
  });
  expect(document.paths['/api/tracks/{id}']?.delete?.responses).toHaveProperty('204');
  const again = await server.http.inject({
    url: '/api/openapi.json',
    headers: { 'if-none-match': String(answer.headers.etag) },
  });
  expect(again.statusCode).toBe(304);
});

test('the browsable page shows the operations in a browser without breaking its policy', async () => {
  const { port } = await server.http.listen({ host: '127.0.0.1', port: 0 });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    const response = await page.goto(`http://localhost:${port}/api/docs`);
    expect(response?.headers()['content-security-policy']).not.toMatch(/'unsafe-/);
    await page.getByText('/api/tracks/{id}/publish').first().waitFor();
    expect(problems).toEqual([]);
  } finally {
    await browser.close();
  }
});
