import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrackView } from '@longwave/contracts/catalog';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../../tests/support/create-test-app.ts';
import { createToneTrack, uploadBytes } from '../../../tests/support/upload-file.ts';

let host: TestApp;
let ana: Caller;
let ben: Caller;
let ready: TrackView;

beforeAll(async () => {
  host = await createTestApp();
  ana = await host.signUp('ana');
  ben = await host.signUp('ben');
  ready = await createToneTrack(ana, { folder: host.dataDir, title: 'First Light' });
  await host.app.processAll();
});
afterAll(() => host[Symbol.asyncDispose]());

const read = (caller: Caller, id: string) => caller.call<TrackView>('GET', `/api/tracks/${id}`);

test('a processed track shows what was measured, to its owner alone while it is a draft', async () => {
  const mine = await read(ana, ready.id);
  expect(mine.body.data).toMatchObject({
    status: 'ready',
    published: false,
    visibility: 'private',
    durationMs: 3000,
    failure: null,
  });
  expect(mine.body.data.loudnessLufs).toBeLessThan(0);
  expect(mine.body.data.version).toMatchObject({ label: 'v1', channels: 2, sampleRateHz: 44100 });
  for (const stranger of [host.anyone, ben, host.admin]) {
    const refused = await read(stranger, ready.id);
    expect([refused.status, refused.body.error?.code]).toEqual([404, 'catalog.track_not_found']);
  }
});

test.each([
  ['PATCH', '', { title: 'Mine now' }],
  ['POST', '/publish', {}],
  ['POST', '/unpublish', undefined],
  ['POST', '/retry', undefined],
  ['POST', '/restore', undefined],
  ['DELETE', '', undefined],
] as const)('%s %s of somebody else is 404, without an account 401', async (method, suffix, body) => {
  const path = `/api/tracks/${ready.id}${suffix}`;
  expect((await ben.call(method, path, { body })).status).toBe(404);
  expect((await host.anyone.call(method, path, { body })).status).toBe(401);
  expect((await read(ana, ready.id)).body.data.title).toBe('First Light');
});

test('publishing lists the track for everyone, twice changes nothing, unpublishing takes it back', async () => {
  const first = await ana.call<TrackView>('POST', `/api/tracks/${ready.id}/publish`);
  expect(first.body.data).toMatchObject({ published: true, visibility: 'public' });
  const again = await ana.call<TrackView>('POST', `/api/tracks/${ready.id}/publish`, { body: {} });
  expect(again.body.data.publishedAt).toBe(first.body.data.publishedAt);
  const list = await host.anyone.call<TrackView[]>('GET', '/api/tracks');
  expect(list.body.data.map((track) => track.id)).toEqual([ready.id]);
  expect((await host.anyone.call<TrackView>('GET', '/api/profiles/ana/tracks/first-light')).body.data.canEdit).toBe(
    false,
  );
  await ana.call('POST', `/api/tracks/${ready.id}/unpublish`);
  expect((await read(host.anyone, ready.id)).status).toBe(404);
  expect((await read(ana, ready.id)).body.data.visibility).toBe('private');
});

test('a track published while it is processed comes out when it is ready', async () => {
  const track = await createToneTrack(ana, { folder: host.dataDir, title: 'Early Bird', hertz: 300 });
  const asked = await ana.call<TrackView>('POST', `/api/tracks/${track.id}/publish`);
  expect(asked.body.data).toMatchObject({ published: false, status: 'pending' });
  expect((await read(host.anyone, track.id)).status).toBe(404);
  await host.app.processAll();
  expect((await read(host.anyone, track.id)).body.data).toMatchObject({ published: true, status: 'ready' });
});

test('a scheduled track is hidden until its second and out from then on', async () => {
  const track = await createToneTrack(ana, { folder: host.dataDir, title: 'Later', hertz: 350 });
  await host.app.processAll();
  const releaseAt = new Date(host.clock.now().getTime() + 600_000).toISOString();
  await ana.call('POST', `/api/tracks/${track.id}/publish`, { body: { releaseAt } });
  host.clock.advanceMs(599_000);
  expect((await read(host.anyone, track.id)).status).toBe(404);
  host.clock.advanceMs(1_000);
  expect((await read(host.anyone, track.id)).status).toBe(200);
  await host.app.processAll();
  const past = await ana.call('POST', `/api/tracks/${track.id}/publish`, { body: { releaseAt } });
  expect([past.status, past.body.error?.code]).toEqual([422, 'catalog.release_in_past']);
});

test('a changed address redirects from the old one, and an address in use is refused', async () => {
  const track = await createToneTrack(ana, { folder: host.dataDir, title: 'Harbour', hertz: 380 });
  const twin = await createToneTrack(ana, { folder: host.dataDir, title: 'Harbour', hertz: 390 });
  expect([track.slug, twin.slug]).toEqual(['harbour', 'harbour-2']);
  await ana.call('PATCH', `/api/tracks/${track.id}`, { body: { slug: 'old-harbour' } });
  const byOld = await ana.call<TrackView>('GET', '/api/profiles/ana/tracks/harbour');
  expect(byOld.body.data).toMatchObject({ id: track.id, slug: 'old-harbour' });
  const taken = await ana.call('PATCH', `/api/tracks/${twin.id}`, { body: { slug: 'old-harbour' } });
  expect([taken.status, taken.body.error?.code]).toEqual([409, 'catalog.slug_taken']);
});

test('a deleted track is gone for all, deleting twice is harmless, and it can be restored', async () => {
  const track = await createToneTrack(ana, { folder: host.dataDir, title: 'Ephemeral', hertz: 410 });
  await ana.call('POST', `/api/tracks/${track.id}/publish`);
  await host.app.processAll();
  expect((await ana.call('DELETE', `/api/tracks/${track.id}`)).status).toBe(204);
  expect((await ana.call('DELETE', `/api/tracks/${track.id}`)).status).toBe(204);
  expect((await read(host.anyone, track.id)).status).toBe(404);
  const deleted = await ana.call<TrackView[]>('GET', '/api/tracks?mine=deleted');
  expect(deleted.body.data.map(({ id }) => id)).toEqual([track.id]);
  expect((await ana.call<TrackView>('POST', `/api/tracks/${track.id}/restore`)).body.data.deletedAt).toBeNull();
  expect((await read(host.anyone, track.id)).status).toBe(200);
});

test('pages walk the whole list once and in order, whatever the page size', async () => {
  const all = await ana.call<TrackView[]>('GET', '/api/tracks?mine=true&limit=100');
  const walked: string[] = [];
  let cursor: string | null = null;
  do {
    const path: string = `/api/tracks?mine=true&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`;
    const page = await ana.call<TrackView[]>('GET', path);
    walked.push(...page.body.data.map(({ id }) => id));
    cursor = page.body.meta?.nextCursor ?? null;
  } while (cursor !== null);
  expect(walked).toEqual(all.body.data.map(({ id }) => id));
  expect(walked.length).toBeGreaterThan(4);
});

test.each([
  ['no title', { title: '  ' }, 'title'],
  ['a title too long', { title: 'x'.repeat(201) }, 'title'],
  ['an unknown key', { title: 'x', colour: 'red' }, 'colour'],
  ['a malformed ISRC', { isrc: 'XX-1' }, 'isrc'],
  ['an address with spaces', { slug: 'a b' }, 'slug'],
  ['a release time without zone', { releaseAt: '2026-01-01' }, 'releaseAt'],
])('an edit with %s is refused and names the field', async (_what, body, field) => {
  const refused = await ana.call('PATCH', `/api/tracks/${ready.id}`, { body });
  expect([refused.status, refused.body.error?.code]).toEqual([400, 'request.invalid']);
  expect(JSON.stringify(refused.body.error?.details)).toContain(field);
});

test('a broken file fails with its reason, can be retried, and cannot be published', async () => {
  const asset = await uploadBytes(ana, 'noise.mp3', Buffer.from('this is no music'.repeat(500)));
  const created = await ana.call<TrackView>('POST', '/api/tracks', {
    body: { title: 'Noise', assetId: asset.assetId },
  });
  await host.app.processAll();
  const failed = await read(ana, created.body.data.id);
  expect(failed.body.data.status).toBe('failed');
  expect(failed.body.data.failure?.code).toMatch(/^media\./);
  expect(failed.body.data.failure?.hint).not.toBe('');
  const publish = await ana.call('POST', `/api/tracks/${created.body.data.id}/publish`);
  expect([publish.status, publish.body.error?.code]).toEqual([409, 'catalog.track_not_ready']);
  expect((await ana.call('POST', `/api/tracks/${created.body.data.id}/retry`)).status).toBe(200);
  await host.app.processAll();
  expect((await read(ana, created.body.data.id)).body.data.status).toBe('failed');
  const ok = await ana.call('POST', `/api/tracks/${ready.id}/retry`);
  expect([ok.status, ok.body.error?.code]).toEqual([409, 'catalog.version_not_failed']);
});

test("another account's asset cannot become one's track", async () => {
  const asset = await uploadBytes(ana, 'mine.wav', Buffer.from('RIFF'.repeat(100)));
  const refused = await ben.call('POST', '/api/tracks', { body: { title: 'Stolen', assetId: asset.assetId } });
  expect([refused.status, refused.body.error?.code]).toEqual([404, 'media.asset_not_found']);
});

test('thirty days after its deletion a track is purged with its files', async () => {
  const track = await createToneTrack(ana, { folder: host.dataDir, title: 'Gone', hertz: 470 });
  await host.app.processAll();
  const files = () => readdir(join(host.dataDir, 'media'), { recursive: true });
  expect((await files()).filter((path) => path.includes(track.version.id)).length).toBeGreaterThan(3);
  await ana.call('DELETE', `/api/tracks/${track.id}`);
  const purge = async () => {
    await host.db.tx((tx) => host.app.jobs.enqueue(tx, 'catalog.purge-deleted', {}));
    await host.app.processAll();
  };
  host.clock.advanceMs(29 * 24 * 3600 * 1000);
  await purge();
  expect((await files()).filter((path) => path.includes(track.version.id)).length).toBeGreaterThan(3);
  host.clock.advanceMs(24 * 3600 * 1000 + 1000);
  await purge();
  expect((await files()).filter((path) => path.includes(track.version.id))).toEqual([]);
  const again = await host.signIn('ana');
  expect((await again.call('POST', `/api/tracks/${track.id}/restore`)).status).toBe(404);
});
