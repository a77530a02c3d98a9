import { expect, test } from 'vitest';
import { renderEmbed } from './render-embed.ts';
import { renderPage } from './render-page.tsx';
import { scriptedApi, trackFixture } from './fixture-api.ts';

const assets = { script: '/assets/app.js', styles: ['/assets/app.css'], preloads: ['/assets/x.js'], fonts: [] };
const profile = {
  id: '019f0000-0000-7000-8000-0000000000c1',
  handle: 'ann',
  displayName: 'Ann & Co',
  bio: '',
  links: [],
  createdAt: '2026-01-01T00:00:00.000Z',
};
const track = trackFixture({ title: 'Slow </script> Glass' });
const list = { data: [track], meta: { nextCursor: null } };
const api = scriptedApi({
  '/api/tracks?limit=30': list,
  '/api/tracks?artist=ann&limit=30': list,
  '/api/tracks?artist=ann&limit=7': list,
  '/api/profiles/ann': { data: profile },
  '/api/profiles/ann/tracks/slow-glass': { data: track },
  '/api/profiles/ann/tracks/old-name': { data: track },
  [`/api/tracks/${track.id}`]: { data: track },
});
const input = (url: string) => ({ url, origin: 'https://music.example', nonce: 'N0NCE', api, theme: 'dark' as const });
const renderAt = (url: string) => renderPage(input(url), assets);

test('a track page says what it is to people, link previews and search engines', async () => {
  const { html, status, cacheSeconds } = await renderAt('/@ann/slow-glass');
  expect(status).toBe(200);
  expect(cacheSeconds).toBeGreaterThan(0);
  expect(html).toContain('<title>Slow &lt;/script&gt; Glass by Ann &amp; Co · Harbour</title>');
  expect(html).toContain('<link rel="canonical" href="https://music.example/@ann/slow-glass">');
  expect(html).toContain('<meta property="og:type" content="music.song">');
  expect(html).toContain(`content="https://music.example/media/og/${track.id}.png"`);
  expect(html).toContain('type="application/json+oembed"');
  const jsonLd = /<script type="application\/ld\+json" nonce="N0NCE">(.*?)<\/script>/.exec(html)?.[1] ?? '{}';
  expect(JSON.parse(jsonLd)).toMatchObject({ '@type': 'MusicRecording', name: track.title, duration: 'PT3M30S' });
});

test('every script and style carries the nonce, and nothing is inline that the policy would block', async () => {
  for (const url of ['/', '/@ann', '/@ann/slow-glass', '/nothing', '/login', '/setup', '/studio']) {
    const { html } = await renderAt(url);
    const elements = html.match(/<(?:script|style|link rel="(?:stylesheet|modulepreload)")[^>]*>/g) ?? [];
    expect(elements.length).toBeGreaterThan(2);
    expect(elements.filter((element) => !element.includes('nonce="N0NCE"'))).toEqual([]);
    expect(html).not.toMatch(/\sstyle="|\son[a-z]+="/);
  }
});

test('an old slug is redirected for good, with its query', async () => {
  const page = await renderAt('/@ann/old-name?t=30');
  expect(page).toMatchObject({ status: 301, redirect: '/@ann/slow-glass?t=30' });
});

test('addresses without anything behind them are a page with status 404 that is not to be indexed', async () => {
  for (const url of ['/@nobody', '/@ann/none', '/nothing', '/a/b/c']) {
    const { status, html, cacheSeconds } = await renderAt(url);
    expect([url, status, cacheSeconds]).toEqual([url, 404, 0]);
    expect(html).toContain('<meta name="robots" content="noindex">');
  }
});

test('an unlisted track is not to be indexed', async () => {
  const unlisted = trackFixture({ visibility: 'unlisted' });
  const { html } = await renderPage(
    {
      ...input('/@ann/slow-glass'),
      api: scriptedApi({
        '/api/profiles/ann/tracks/slow-glass': { data: unlisted },
        '/api/tracks?artist=ann&limit=7': { data: [], meta: { nextCursor: null } },
      }),
    },
    assets,
  );
  expect(html).toContain('<meta name="robots" content="noindex">');
});

test('a server that cannot answer is a 500 page, and the reason stays inside', async () => {
  const failing = { get: () => Promise.reject(new Error('secret: connection refused')) };
  const { status, html } = await renderPage({ ...input('/'), api: failing }, assets);
  expect(status).toBe(500);
  expect(html).not.toContain('secret');
});

test('an embed is a page without the app, in the theme and accent that its address names', async () => {
  const url = `/embed/track/${track.id}?theme=light&accent=0af`;
  const { html, status } = await renderEmbed({ ...input(url), trackId: track.id }, assets);
  expect(status).toBe(200);
  expect(html).toContain('data-theme="light"');
  expect(html).toContain(':root{--lw-accent:#0af}');
  expect(html).not.toMatch(/\sstyle="|<\/script> Glass/);
  const evil = await renderEmbed({ ...input('/embed/track/x?accent=red;}*{x'), trackId: 'x' }, assets);
  expect(evil.status).toBe(404);
  expect(evil.html).not.toContain('<style');
});
