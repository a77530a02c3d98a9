import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artistCookie, asArtist, createTestServer, type TestServer } from './test-server.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const ask = (options: InjectOptions) => server.http.inject({ remoteAddress: '203.0.113.7', ...options });
const assetId = '01890000-0000-7000-8000-0000000000aa';
const json = { 'content-type': 'application/json' };

describe('what a caller is refused', () => {
  const refusals: [name: string, request: InjectOptions, status: number, code: string][] = [
    ['no account', { method: 'POST', url: '/api/tracks', payload: {} }, 401, 'auth.required'],
    [
      'no account, before the body is looked at',
      { method: 'POST', url: '/api/tracks', headers: json, payload: '{' },
      401,
      'auth.required',
    ],
    [
      'a role that is too low',
      { method: 'POST', url: '/api/tracks', headers: { authorization: 'Bearer token-listener' }, payload: {} },
      403,
      'auth.forbidden',
    ],
    [
      'a wrong bearer token',
      { method: 'GET', url: '/api/tracks', headers: { authorization: 'Bearer nobody' } },
      401,
      'auth.invalid_token',
    ],
    [
      'another authorisation scheme',
      { method: 'GET', url: '/api/tracks', headers: { authorization: 'Basic YTpi' } },
      401,
      'auth.invalid_token',
    ],
    [
      'a wrong type',
      { method: 'POST', url: '/api/tracks', headers: asArtist, payload: { title: 3, assetId } },
      400,
      'request.invalid',
    ],
    [
      'an unknown key',
      { method: 'POST', url: '/api/tracks', headers: asArtist, payload: { title: 'x', assetId, extra: 1 } },
      400,
      'request.invalid',
    ],
    ['a missing body', { method: 'POST', url: '/api/tracks', headers: asArtist }, 400, 'request.invalid'],
    [
      'a body where none is taken',
      { method: 'DELETE', url: `/api/tracks/${assetId}`, headers: asArtist, payload: { a: 1 } },
      400,
      'request.invalid',
    ],
    ['an unknown query name', { method: 'GET', url: '/api/tracks?colour=red' }, 400, 'request.invalid'],
    ['a query name given twice', { method: 'GET', url: '/api/tracks?limit=1&limit=2' }, 400, 'request.invalid'],
    ['a page that is too long', { method: 'GET', url: '/api/tracks?limit=101' }, 400, 'request.invalid'],
    ['a query on a route without one', { method: 'GET', url: '/api/instance?x=1' }, 400, 'request.invalid'],
    ['an id that is none', { method: 'DELETE', url: '/api/tracks/7', headers: asArtist }, 400, 'request.invalid'],
    ['malformed percent encoding', { method: 'GET', url: '/api/tracks/%zz' }, 400, 'request.invalid'],
    [
      'malformed JSON',
      { method: 'POST', url: '/api/tracks', headers: { ...asArtist, ...json }, payload: '{"a":' },
      400,
      'request.malformed_json',
    ],
    [
      'a poisoned prototype',
      { method: 'POST', url: '/api/tracks', headers: { ...asArtist, ...json }, payload: '{"__proto__":{"x":1}}' },
      400,
      'request.malformed_json',
    ],
    [
      'a poisoned constructor',
      {
        method: 'POST',
        url: '/api/tracks',
        headers: { ...asArtist, ...json },
        payload: '{"constructor":{"prototype":{}}}',
      },
      400,
      'request.malformed_json',
    ],
    [
      'a body over the limit',
      { method: 'POST', url: '/api/tracks', headers: asArtist, payload: { title: 'x'.repeat(70_000) } },
      413,
      'request.too_large',
    ],
    [
      'a body that is not JSON',
      { method: 'POST', url: '/api/tracks', headers: { ...asArtist, 'content-type': 'text/plain' }, payload: 'x' },
      415,
      'request.unsupported_media_type',
    ],
    ['an address with nothing', { method: 'GET', url: '/api/nothing' }, 404, 'request.not_found'],
    [
      'a method that is not there',
      { method: 'PUT', url: '/api/instance', payload: {} },
      405,
      'request.method_not_allowed',
    ],
    [
      'a method on a known path with a parameter',
      { method: 'POST', url: `/api/tracks/${assetId}`, payload: {} },
      405,
      'request.method_not_allowed',
    ],
    [
      'a cookie without the CSRF proof',
      { method: 'POST', url: '/api/tracks', headers: artistCookie, payload: {} },
      403,
      'auth.csrf_failed',
    ],
    [
      'a wrong CSRF token',
      {
        method: 'POST',
        url: '/api/tracks',
        headers: { ...artistCookie, 'x-csrf-token': 'csrf-of-session-admin' },
        payload: {},
      },
      403,
      'auth.csrf_failed',
    ],
    [
      'a foreign origin',
      { method: 'POST', url: '/api/tracks', headers: { ...artistCookie, origin: 'https://evil.example' }, payload: {} },
      403,
      'auth.csrf_failed',
    ],
    [
      'a sibling site',
      { method: 'POST', url: '/api/tracks', headers: { ...artistCookie, 'sec-fetch-site': 'same-site' }, payload: {} },
      403,
      'auth.csrf_failed',
    ],
    [
      'a cross-site login',
      { method: 'POST', url: '/api/auth/login', headers: { origin: 'https://evil.example' }, payload: {} },
      403,
      'auth.csrf_failed',
    ],
    [
      'a login from an opaque origin',
      { method: 'POST', url: '/api/auth/login', headers: { origin: 'null' }, payload: {} },
      403,
      'auth.csrf_failed',
    ],
    [
      'a cross-site login without Origin',
      { method: 'POST', url: '/api/auth/login', headers: { 'sec-fetch-site': 'cross-site' }, payload: {} },
      403,
      'auth.csrf_failed',
    ],
    ['a wrong signature on media', { method: 'GET', url: '/media/a/b?sig=bad' }, 403, 'delivery.signature_invalid'],
    ['a repeated signature', { method: 'GET', url: '/media/a/b?sig=good&sig=x' }, 400, 'request.invalid'],
    ['a stream for admins', { method: 'GET', url: '/api/admin-stream', headers: asArtist }, 403, 'auth.forbidden'],
    ['metrics from elsewhere', { method: 'GET', url: '/metrics' }, 401, 'auth.required'],
    ['metrics as an artist', { method: 'GET', url: '/metrics', headers: asArtist }, 403, 'auth.forbidden'],
    [
      'metrics through a proxy on this machine',
      { method: 'GET', url: '/metrics', remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': '203.0.113.9' } },
      401,
      'auth.required',
    ],
  ];
  test.each(refusals)('%s', async (...[, request, status, code]) => {
    const answer = await ask(request);
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
    expect(answer.json().error.requestId).toBe(answer.headers['x-request-id']);
    expect(answer.headers['x-content-type-options'] ?? 'nosniff').toBe('nosniff');
  });

  test('lists every wrong field with its rule, unknown keys each', async () => {
    const payload = { title: '', assetId: 'x', visibility: 'everyone', one: 1, two: 2 };
    const { issues } = (await ask({ method: 'POST', url: '/api/tracks', headers: asArtist, payload })).json().error
      .details;
    const fields = issues.map((issue: { field: string; rule: string }) => `${issue.field}:${issue.rule}`).toSorted();
    expect(fields).toEqual([
      'assetId:invalid_format',
      'one:unknown_key',
      'title:too_small',
      'two:unknown_key',
      'visibility:invalid_value',
    ]);
  });

  test('names the methods that a known path has', async () => {
    const answer = await ask({ method: 'PATCH', url: '/api/tracks', payload: {} });
    expect(answer.headers.allow?.split(', ').toSorted()).toEqual(['GET', 'HEAD', 'POST']);
  });
});

describe('what a caller is given', () => {
  test('the envelope, the version, a request id and the budget', async () => {
    const answer = await ask({
      method: 'GET',
      url: '/api/tracks',
      headers: { 'x-request-id': 'abc-1' },
      remoteAddress: '203.0.113.8',
    });
    expect(answer.json()).toMatchObject({ data: [{ title: 'A song' }], meta: { nextCursor: null, total: 50 } });
    expect(answer.headers).toMatchObject({
      'x-request-id': 'abc-1',
      'x-api-version': '1',
      'ratelimit-policy': '"reads";q=600;w=60',
      ratelimit: '"reads";r=599;t=60',
    });
  });

  test('a request id of its own when the given one is not plain', async () => {
    const answer = await ask({ method: 'GET', url: '/api/instance', headers: { 'x-request-id': '<b>"x"</b>' } });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('304 for a known validator, on GET and HEAD, and other bytes get another validator', async () => {
    const first = await ask({ method: 'GET', url: '/api/tracks' });
    const { etag } = first.headers;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const method of ['GET', 'HEAD'] as const) {
      const again = await ask({ method, url: '/api/tracks', headers: { 'if-none-match': `"x", W/${etag}` } });
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await ask({ method: 'GET', url: '/api/tracks?limit=3' })).headers.etag).not.toBe(etag);
  });

  test('an optional body may be absent, empty with a JSON type, or there', async () => {
    const url = `/api/tracks/${assetId}/publish`;
    const absent = await ask({ method: 'POST', url, headers: asArtist });
    const empty = await ask({ method: 'POST', url, headers: { ...asArtist, ...json, 'content-length': '0' } });
    const there = await ask({ method: 'POST', url, headers: asArtist, payload: { visibility: 'unlisted' } });
    expect([absent, empty, there].map((answer) => answer.json().data.visibility)).toEqual([
      'public',
      'public',
      'unlisted',
    ]);
  });

  test('204 without a body where the contract has no response', async () => {
    const answer = await ask({ method: 'DELETE', url: `/api/tracks/${assetId}`, headers: asArtist });
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
  });

  test.each([
    ['the session token', { 'x-csrf-token': 'csrf-of-session-artist' }],
    ['the word of the browser', { 'sec-fetch-site': 'same-origin' }],
    ['our own origin', { origin: 'http://localhost:80' }],
  ])('a state change with the cookie and %s', async (_name, proof) => {
    const headers = { ...artistCookie, ...proof, host: 'localhost:80' };
    const answer = await ask({ method: 'POST', url: '/api/tracks', headers, payload: { title: 'x', assetId } });
    expect(answer.statusCode).toBe(201);
  });

  test('a session cookie that scripts and other sites cannot use', async () => {
    const payload = { email: 'a@example.org', password: 'correct horse' };
    const answer = await ask({ method: 'POST', url: '/api/auth/login', payload });
    expect(answer.headers['set-cookie']).toBe(
      'longwave_session=session-artist; Path=/; Expires=Wed, 01 Apr 2026 00:00:00 GMT; HttpOnly; SameSite=Lax',
    );
  });

  test('media by signature alone, part bytes unparsed', async () => {
    const media = await ask({
      method: 'GET',
      url: '/media/hls/a.m4s?sig=good',
      headers: { authorization: 'Bearer nobody' },
    });
    expect(media.body).toBe('hls/a.m4s anonymous');
    const own = await ask({ method: 'GET', url: '/media/x?sig=good&aud=u:1', headers: artistCookie });
    expect(own.body).toBe('x user');
    const part = await ask({
      method: 'PUT',
      url: `/api/uploads/${assetId}/parts/1`,
      payload: Buffer.alloc(100_000),
      headers: json,
    });
    expect([part.statusCode, part.headers.etag]).toEqual([200, '"100000"']);
  });

  test('CORS with credentials for listed origins only', async () => {
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-csrf-token' };
    const friend = await ask({
      method: 'OPTIONS',
      url: '/api/tracks',
      headers: { ...preflight, origin: 'https://friend.example' },
    });
    expect(friend.headers['access-control-allow-origin']).toBe('https://friend.example');
    expect(friend.headers['access-control-allow-credentials']).toBe('true');
    const evil = await ask({ method: 'GET', url: '/api/tracks', headers: { origin: 'https://evil.example' } });
    expect(evil.headers['access-control-allow-origin']).toBeUndefined();
  });
});

const post = () => ask({ method: 'POST', url: '/api/fail/now', headers: asArtist, remoteAddress: '203.0.113.20' });

describe('failures of the server', () => {
  const failures: [name: string, error: Error, status: number, code: string][] = [
    ['an unknown error, without its message', new Error('secret table users'), 500, 'server.internal'],
    [
      'a full disk anywhere in the chain',
      new Error('write', { cause: Object.assign(new Error('x'), { code: 'ENOSPC' }) }),
      507,
      'server.storage_full',
    ],
    ['a full database', Object.assign(new Error('x'), { code: '53100' }), 507, 'server.storage_full'],
    [
      'a database that is gone',
      new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]),
      503,
      'server.unavailable',
    ],
    [
      'a database that shuts down',
      new Error('q', { cause: Object.assign(new Error('x'), { code: '57P01' }) }),
      503,
      'server.unavailable',
    ],
  ];
  test.each(failures)('%s', async (...[, error, status, code]) => {
    server.failNext(error);
    const answer = await post();
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
    expect(answer.body).not.toContain('secret');
    expect(answer.headers['retry-after']).toBe(status === 503 ? '5' : undefined);
  });
});
