import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import type { Database } from '../db/database.ts';
import { mountPages } from './pages.ts';
import type { HttpServer } from './http-server.ts';
import type { FakeClock } from '../clock.ts';
import { artistCookie, createTestServer, testConfig } from './test-server.fixture.ts';

const entry = `
let renders = 0;
export async function render({ url, origin, nonce, api, theme }) {
  renders += 1;
  if (url === '/moved') return { status: 301, html: '', redirect: '/new', cacheSeconds: 0 };
  if (url === '/broken') throw new Error('broken <page>');
  const list = await api.get('/api/tracks?limit=1');
  const stream = await api.get('/api/gate-of-nothing');
  const html = '<!doctype html><script nonce="' + nonce + '">1</script>' + [renders, origin, theme, list.data[0].title, stream.error.code].join(' ');
  return { status: 200, html, cacheSeconds: url.startsWith('/never') ? 0 : 5 };
}
`;

let db: Database;
let dist: string;
beforeAll(async () => {
  db = await createTestDatabase();
  dist = await mkdtemp(join(tmpdir(), 'longwave-pages-'));
  await mkdir(join(dist, 'client/assets'), { recursive: true });
  await mkdir(join(dist, 'server'), { recursive: true });
  await writeFile(join(dist, 'package.json'), '{"type":"module"}');
  await writeFile(join(dist, 'server/entry-server.js'), entry);
  await writeFile(join(dist, 'client/assets/app-1a2b.js'), 'plain');
  await writeFile(join(dist, 'client/assets/app-1a2b.js.br'), 'brotli');
  await writeFile(join(dist, 'client/favicon.svg'), '<svg/>');
});
afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await rm(dist, { recursive: true });
});

const serve = (distDir = dist) =>
  createTestServer({
    db,
    before: (http: HttpServer, clock: FakeClock) =>
      mountPages(http.fastify, { http, clock, config: testConfig, distDir, log: http.fastify.log as never }),
  });
const nonceOf = (body: string) => /nonce="([^"]+)"/.exec(body)?.[1] ?? 'none';
const html = { accept: 'text/html', host: 'localhost:3000' };

test('a page is rendered with a fresh nonce that its policy allows, and nothing inline', async () => {
  await using server = await serve();
  const first = await server.http.inject({ url: '/a', headers: html });
  const again = await server.http.inject({ url: '/a', headers: html });
  const policy = String(first.headers['content-security-policy']);
  expect(policy).toContain(`script-src 'self' 'nonce-${nonceOf(first.body)}'`);
  expect(policy).toContain('ws://localhost:3000');
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/'unsafe-/);
  expect(nonceOf(again.body)).not.toBe(nonceOf(first.body));
  expect(again.headers['content-security-policy']).toContain(nonceOf(again.body));
  expect(first.body).toMatch(/http:\/\/localhost:3000 system A song request.not_found$/);
});

test('anonymous pages are rendered once in their seconds, for each theme and origin; signed-in ones each time', async () => {
  await using server = await serve();
  const rendersOf = async (headers: Record<string, string>, url = '/b') =>
    Number(/<\/script>(\d+)/.exec((await server.http.inject({ url, headers: { ...html, ...headers } })).body)?.[1]);
  const first = await rendersOf({});
  expect(await rendersOf({})).toBe(first);
  expect(await rendersOf({ cookie: 'longwave_theme=dark' })).toBe(first + 1);
  expect(await rendersOf({ host: 'other.example' })).toBe(first + 2);
  expect(await rendersOf(artistCookie)).toBe(first + 3);
  expect(await rendersOf(artistCookie)).toBe(first + 4);
  expect(await rendersOf({}, '/never')).toBe(first + 5);
  expect(await rendersOf({}, '/never')).toBe(first + 6);
  server.clock.advanceMs(5_000);
  expect(await rendersOf({})).toBe(first + 7);
});

test('304 keeps the policy of the text that the browser holds', async () => {
  await using server = await serve();
  const first = await server.http.inject({ url: '/c', headers: html });
  const again = await server.http.inject({
    url: '/c',
    headers: { ...html, 'if-none-match': String(first.headers.etag) },
  });
  expect([again.statusCode, again.body, again.headers['content-security-policy']]).toEqual([304, '', undefined]);
});

test('embeds may be framed anywhere', async () => {
  await using server = await serve();
  const { headers } = await server.http.inject({ url: '/embed/track/1', headers: html });
  expect(headers['content-security-policy']).toContain('frame-ancestors *');
  expect(headers['x-frame-options']).toBeUndefined();
  expect((await server.http.inject({ url: '/d', headers: html })).headers['x-frame-options']).toBe('DENY');
});

test('redirects, and says sorry without the reason when a page breaks', async () => {
  await using server = await serve();
  const moved = await server.http.inject({ url: '/moved', headers: html });
  expect([moved.statusCode, moved.headers.location]).toEqual([301, '/new']);
  const broken = await server.http.inject({ url: '/broken', headers: html });
  expect([broken.statusCode, broken.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
  expect(broken.body).not.toContain('broken');
});

test('assets are immutable and precompressed, and unknown paths of programs are no pages', async () => {
  await using server = await serve();
  const asset = await server.http.inject({ url: '/assets/app-1a2b.js', headers: { 'accept-encoding': 'br' } });
  expect(asset.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
  });
  expect(asset.body).toBe('brotli');
  expect((await server.http.inject({ url: '/assets/app-1a2b.js' })).body).toBe('plain');
  expect((await server.http.inject({ url: '/favicon.svg' })).headers['cache-control']).toBe('public, max-age=3600');
  for (const url of ['/api/nothing', '/assets/gone.js', '/socket.io/x']) {
    const answer = await server.http.inject({ url, headers: html });
    expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'request.not_found']);
  }
  const program = await server.http.inject({ url: '/a', headers: { accept: 'application/json' } });
  expect(program.json().error.code).toBe('request.not_found');
});

test('without a build a page says what to run', async () => {
  await using server = await serve('/nonexistent');
  const answer = await server.http.inject({ url: '/', headers: html });
  expect([answer.statusCode, answer.body.includes('npm run build')]).toEqual([503, true]);
});
