import type { OEmbedView } from '@longwave/contracts/delivery';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../../tests/support/create-test-app.ts';
import { createToneTrack } from '../../../tests/support/upload-file.ts';

const origin = 'https://music.example.org';
let host: TestApp;
let id: string;

beforeAll(async () => {
  host = await createTestApp({ PUBLIC_URL: origin });
  const ana: Caller = await host.signUp('ana');
  const track = await createToneTrack(ana, { folder: host.dataDir, title: 'A "quoted" <b>', visibility: 'public' });
  await createToneTrack(ana, { folder: host.dataDir, title: 'Secret', hertz: 500 });
  await host.app.processAll();
  await ana.call('POST', `/api/tracks/${track.id}/publish`);
  id = track.id;
});
afterAll(() => host[Symbol.asyncDispose]());

const ask = (query: Record<string, string>) =>
  host.anyone.call('GET', `/api/oembed?${new URLSearchParams(query)}`).then((answer) => ({
    status: answer.status,
    code: answer.body.error?.code,
    view: answer.body as unknown as OEmbedView,
  }));

test('the page and the embed address of a track give the same player, safely escaped', async () => {
  const byPage = await ask({ url: `${origin}/@ana/a-quoted-b` });
  expect(byPage.status).toBe(200);
  expect(byPage.view).toMatchObject({
    version: '1.0',
    type: 'rich',
    title: 'A "quoted" <b>',
    author_url: `${origin}/@ana`,
  });
  expect(byPage.view.html).toContain(`src="${origin}/embed/track/${id}"`);
  expect(byPage.view.html).not.toContain('<b>');
  expect((await ask({ url: `${origin}/embed/track/${id}` })).view.html).toBe(byPage.view.html);
});

test('the frame never exceeds what the consumer allows', async () => {
  const { view } = await ask({ url: `${origin}/@ana/a-quoted-b`, maxwidth: '300', maxheight: '120' });
  expect([view.width, view.height]).toEqual([300, 120]);
});

test.each([
  ['another origin', { url: 'https://elsewhere.example/@ana/a-quoted-b' }, 404],
  ['a private track', { url: `${origin}/@ana/secret` }, 404],
  ['a page that is no track', { url: `${origin}/@ana` }, 404],
  ['no address', {}, 400],
  ['XML', { url: `${origin}/@ana/a-quoted-b`, format: 'xml' }, 415],
])('%s is refused', async (_what, query, status) => {
  expect((await ask(query as Record<string, string>)).status).toBe(status);
});
