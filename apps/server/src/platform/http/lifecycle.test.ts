import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../db/database.ts';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import { asArtist, createTestServer } from './test-server.fixture.ts';

let db: Database;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const assetId = '01890000-0000-7000-8000-0000000000aa';
const create = (key: string, title = 'x') => ({
  method: 'POST' as const,
  url: '/api/tracks',
  headers: { ...asArtist, 'idempotency-key': key },
  payload: { title, assetId },
});

describe('Idempotency-Key', () => {
  test('answers a repeat with the same bytes and does the work once', async () => {
    await using server = await createTestServer({ db });
    const first = await server.http.inject(create('k1'));
    const again = await server.http.inject(create('k1'));
    expect([again.statusCode, again.body]).toEqual([first.statusCode, first.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(server.calls.createTrack).toBe(1);
  });

  test('refuses the key for another request, and keys that are too long', async () => {
    await using server = await createTestServer({ db });
    await server.http.inject(create('k2'));
    const other = await server.http.inject(create('k2', 'y'));
    expect([other.statusCode, other.json().error.code]).toEqual([409, 'request.idempotency_conflict']);
    expect((await server.http.inject(create('k'.repeat(201)))).statusCode).toBe(400);
  });

  test('is of one caller, ends after 24 hours, and a wrong body does not use it up', async () => {
    await using server = await createTestServer({ db });
    expect((await server.http.inject(create('k3', ''))).statusCode).toBe(400);
    await server.http.inject(create('k3'));
    const admin = { ...create('k3'), headers: { authorization: 'Bearer token-admin', 'idempotency-key': 'k3' } };
    await server.http.inject(admin);
    server.clock.advanceMs(25 * 3600 * 1000);
    await server.http.inject(create('k3'));
    expect(server.calls.createTrack).toBe(3);
  });

  test('two at once: one works, the other is told to come back', async () => {
    await using server = await createTestServer({ db });
    const answers = await Promise.all([server.http.inject(create('k4')), server.http.inject(create('k4'))]);
    const statuses = answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b);
    expect(server.calls.createTrack).toBe(1);
    expect(statuses[0]).toBe(201);
    for (const answer of answers.filter(({ statusCode }) => statusCode === 409)) {
      expect(answer.headers['retry-after']).toBe('1');
    }
  });

  test('never keeps a failure of the server', async () => {
    await using server = await createTestServer({ db });
    const post = {
      method: 'POST' as const,
      url: '/api/fail/now',
      headers: { ...asArtist, 'idempotency-key': 'k5' },
    };
    server.failNext(new Error('broken'));
    expect((await server.http.inject(post)).statusCode).toBe(500);
    expect((await server.http.inject(post)).json()).toEqual({ data: { runs: 2 } });
  });
});

describe('budgets', () => {
  test('a route with its own limit answers 429 with Retry-After until the minute is over', async () => {
    await using server = await createTestServer({ db });
    const ask = (ip: string) =>
      server.http.inject({ method: 'POST', url: '/api/setup', payload: {}, remoteAddress: ip });
    for (let n = 0; n < 20; n++) expect((await ask('203.0.113.1')).statusCode).toBe(400);
    const refused = await ask('203.0.113.1');
    expect([refused.statusCode, refused.json().error.code]).toEqual([429, 'request.rate_limited']);
    expect(refused.headers).toMatchObject({ 'retry-after': '60', 'ratelimit-policy': '"setUpInstance";q=20;w=60' });
    expect((await ask('203.0.113.2')).statusCode).toBe(400);
    server.clock.advanceMs(60_000);
    expect((await ask('203.0.113.1')).statusCode).toBe(400);
  });

  test('wrong bearer tokens use up the budget of their network, an IPv6 customer counts as one', async () => {
    await using server = await createTestServer({ db });
    const ask = (ip: string) =>
      server.http.inject({ url: '/api/instance', headers: { authorization: 'Bearer x' }, remoteAddress: ip });
    for (let n = 0; n < 600; n++) await ask(`2001:db8::${n.toString(16)}`);
    expect((await ask('2001:db8::ffff:1')).statusCode).toBe(429);
    expect((await ask('2001:db8:0:1::1')).statusCode).toBe(401);
  });
});

describe('what is written down and sent', () => {
  test('no password, cookie, token or query reaches a log line', async () => {
    await using server = await createTestServer({ db });
    const secrets = ['hunter2-secret', 'cookie-secret', 'token-secret', 'query-secret'];
    const headers = { cookie: 'longwave_session=cookie-secret', 'content-type': 'application/json' };
    const payload = JSON.stringify({ email: 'a@example.org', password: 'hunter2-secret' });
    await server.http.inject({ method: 'POST', url: '/api/auth/login', headers, payload });
    await server.http.inject({ method: 'POST', url: '/api/auth/login', headers, payload: payload.slice(0, -1) });
    await server.http.inject({ url: '/api/tracks', headers: { authorization: 'Bearer token-secret' } });
    await server.http.inject({ url: '/media/a?sig=query-secret' });
    await server.http.inject({ url: '/api/tracks?token=query-secret' });
    server.failNext(new Error('q', { cause: new Error('y') }));
    await server.http.inject({ method: 'POST', url: '/api/fail/now', headers: asArtist });
    expect(server.log.lines.length).toBeGreaterThanOrEqual(6);
    for (const secret of [...secrets, 'token-artist']) expect(server.log.text()).not.toContain(secret);
  });

  test('a forged Host header does not get into links, cookies or policies', async () => {
    await using server = await createTestServer({ db });
    for (const host of ['evil.example/x', 'a"b', 'user@evil.example', 'evil.example#', '<b>', 'a..b', '']) {
      const { origin } = await server.http.identify({ host });
      expect(origin).toBe('http://localhost:3000');
    }
    expect((await server.http.identify({ host: '[::1]:3000' })).origin).toBe('http://[::1]:3000');
    const forwarded = { host: 'a.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    expect((await server.http.identify(forwarded)).origin).toBe('http://a.example');
  });

  test('over https the cookie has the __Host- prefix and Secure, and HSTS is on', async () => {
    await using server = await createTestServer({ db, config: { PUBLIC_URL: 'https://music.example.org' } });
    const payload = { email: 'a@example.org', password: 'correct horse' };
    const answer = await server.http.inject({ method: 'POST', url: '/api/auth/login', payload });
    expect(answer.headers['set-cookie']).toMatch(/^__Host-longwave_session=session-artist; .*; Secure$/);
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
  });

  test('health answers; readiness names what fails; metrics count by route', async () => {
    const readiness = [
      { name: 'database', check: async () => undefined },
      { name: 'storage', check: () => Promise.reject(new Error('read-only')) },
    ];
    await using server = await createTestServer({ db, readiness });
    expect((await server.http.inject({ url: '/healthz' })).json()).toEqual({ data: { status: 'ok' } });
    const ready = await server.http.inject({ url: '/readyz' });
    expect([ready.statusCode, ready.json().error.details.failed]).toEqual([503, ['storage']]);
    await server.http.inject({ url: '/api/tracks?limit=1' });
    const { body } = await server.http.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
    expect(body).toContain(
      'longwave_http_request_duration_seconds_count{method="GET",route="/api/tracks",status="200"} 1',
    );
    const admin = await server.http.inject({
      url: '/metrics',
      headers: { authorization: 'Bearer token-admin' },
      remoteAddress: '203.0.113.1',
    });
    expect(admin.statusCode).toBe(200);
  });
});

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly connection: string | undefined;
}

function askOver(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', path }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, connection: response.headers.connection }),
      );
    });
    request.on('error', reject).end();
  });
}

function textOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.on('error', reject).on('close', () => resolve(text));
  });
}

describe('sockets', () => {
  test('draining lets a running request end, refuses new ones on open connections, and then nobody is left', async () => {
    await using server = await createTestServer({ db });
    const { port } = await server.http.listen({ host: '127.0.0.1', port: 0 });
    // A request whose headers are still arriving when the drain starts.
    const late = connect(port, '127.0.0.1', () => late.write('GET /api/instance HTTP/1.1\r\nHost: localhost\r\n'));
    const lateAnswer = textOf(late);
    await new Promise((resolve) => late.once('connect', resolve));
    const running = askOver(port, '/api/gate');
    await server.gate.entered;
    const closed = server.http.close(10_000);
    late.write('\r\n');
    expect(await lateAnswer).toMatch(/^HTTP\/1.1 503 [\s\S]*connection: close[\s\S]*server\.shutting_down/i);
    server.gate.open();
    expect(await running).toMatchObject({ status: 200, body: '{"data":{"ok":true}}', connection: 'close' });
    await closed;
    await expect(askOver(port, '/api/instance')).rejects.toThrow('ECONNREFUSED');
  });

  test('a request that does not end is cut after the grace time', async () => {
    await using server = await createTestServer({ db });
    const { port } = await server.http.listen({ host: '127.0.0.1', port: 0 });
    const hanging = askOver(port, '/api/gate').catch((error: NodeJS.ErrnoException) => error.code);
    await server.gate.entered;
    await server.http.close(20);
    expect(await hanging).toBe('ECONNRESET');
  });

  test('what is not HTTP and what is too large gets the envelope', async () => {
    await using server = await createTestServer({ db });
    const { port } = await server.http.listen({ host: '127.0.0.1', port: 0 });
    const send = (text: string) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      return textOf(socket);
    };
    expect(await send('HELLO\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [\s\S]*request\.invalid/);
    const large = await send(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1.1 431 [\s\S]*request\.too_large/);
  });
});
