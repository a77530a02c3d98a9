import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './support/create-test-app.ts';
import { listOperations, readDocument, type OpenApiDocument, type Operation } from './support/openapi-document.ts';

let product: TestApp;
let document: OpenApiDocument;
let operations: Operation[];
beforeAll(async () => {
  product = await createTestApp();
  document = await readDocument(product.anyone);
  operations = await listOperations(product.anyone);
});
afterAll(() => product[Symbol.asyncDispose]());

/** Routes that serve people: the document itself, its pages, and the web app. */
const notOperations = [/^\/api\/openapi\.json$/, /^\/api\/docs(\/|$)/, /^\/?\*$/, /^\/assets\//, /^\/[\w-]+\.\w+$/];

/** Every route the router knows, as `GET /api/tracks/{id}`; HEAD and OPTIONS come with the others by themselves. */
function mountedRoutes(): string[] {
  // Nodes of the router's tree, four characters of indentation for each level: `├── tracks (GET, HEAD, POST)`.
  const path: string[] = [];
  const found: string[] = [];
  for (const line of product.app.http.fastify.printRoutes({ commonPrefix: false }).split('\n')) {
    const node = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/u.exec(line);
    if (!node) continue;
    const [, indent = '', segment = '', methods] = node;
    path.splice(indent.length / 4);
    path.push(segment);
    const full = path
      .join('')
      .replace(/\/$/, '')
      .replaceAll(/:([A-Za-z]+)/g, '{$1}');
    for (const method of methods?.split(', ') ?? []) {
      if (method === 'HEAD' || method === 'OPTIONS') continue;
      found.push(`${method} ${full.replace('*', '{*}')}`);
    }
  }
  return found;
}

test('every mounted route is in the document', () => {
  const documented = new Set(operations.map(({ route }) => route));
  const routes = mountedRoutes();
  expect(routes.length).toBeGreaterThan(30);
  const missing = routes.filter(
    (route) =>
      !documented.has(route) &&
      !notOperations.some((pattern) => pattern.test(route.split(' ')[1]?.replace('{*}', '*') ?? '')),
  );
  expect(missing).toEqual([]);
});

test('the document says OpenAPI 3.1 and every operation has an id of its own, a tag and a summary', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  expect(document.info.title).not.toBe('');
  const ids = operations.map(({ object }) => object.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { route, object } of operations) {
    expect(object.operationId, route).toMatch(/^[a-z][A-Za-z]+$/);
    expect(object.tags, route).toHaveLength(1);
    expect(object.summary.length, route).toBeGreaterThan(10);
  }
});

test('every parameter in a path is declared, required and of that path', () => {
  for (const { route, path, object } of operations) {
    const named = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]).toSorted();
    const declared = (object.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(declared.map(({ name }) => name).toSorted(), route).toEqual(named);
    for (const parameter of declared) expect(parameter.required, `${route} ${parameter.name}`).toBe(true);
  }
});

test('every reference leads somewhere and every component is used', () => {
  const text = JSON.stringify(document);
  const used = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]));
  expect(
    [...text.matchAll(/"\$ref":"([^"]+)"/g)].filter((match) => !match[1]?.startsWith('#/components/schemas/')),
  ).toEqual([]);
  expect([...used].filter((name) => !(String(name) in document.components.schemas))).toEqual([]);
  for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
});

test('schemas are JSON Schema 2020-12: no keyword of OpenAPI 3.0', () => {
  const text = JSON.stringify(document);
  expect(text).not.toContain('"nullable":');
  expect(text).not.toContain('"exclusiveMinimum":true');
  expect(text).not.toContain('"exclusiveMaximum":true');
  expect(text).not.toContain('"$schema":');
});

test('every operation describes its success, its errors by the envelope, and its ways in by declared schemes', () => {
  for (const { route, object } of operations) {
    const statuses = Object.keys(object.responses);
    expect(
      statuses.some((status) => status.startsWith('2')),
      route,
    ).toBe(true);
    for (const [status, { description, content }] of Object.entries(object.responses)) {
      expect(description, `${route} ${status}`).not.toBe('');
      if (Number(status) >= 400)
        expect(content?.['application/json']?.schema, `${route} ${status}`).toEqual({
          $ref: '#/components/schemas/ErrorEnvelope',
        });
    }
    for (const scheme of (object.security ?? []).flatMap((way) => Object.keys(way)))
      expect(document.components.securitySchemes, route).toHaveProperty(scheme);
  }
});

test('a GET has no request body and a 204 no content', () => {
  for (const { route, object } of operations) {
    if (route.startsWith('GET ')) expect(object.requestBody, route).toBeUndefined();
    expect(object.responses['204']?.content, route).toBeUndefined();
  }
});
