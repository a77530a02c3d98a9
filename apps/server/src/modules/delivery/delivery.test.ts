import { connect } from 'node:net';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaybackView } from '@longwave/contracts/delivery';
import {
  asOwner,
  asStranger,
  createDeliveryFixture,
  ownerAudience,
  ownerCookie,
  type DeliveryFixture,
} from './delivery.fixture.ts';

let fixture: DeliveryFixture;
let mp3: Buffer;
let url: string;
beforeAll(async () => {
  fixture = await createDeliveryFixture();
  mp3 = fixture.mp3Of(fixture.open);
  url = fixture.urlOf(`transcodes/${fixture.open.versionId}/mp3/track.mp3`);
});
afterAll(() => fixture[Symbol.asyncDispose]());

describe('playback', () => {
  it('answers signed URLs of everything a player needs, Opus first, and all of them work', async () => {
    const reply = await fixture.get(`/api/tracks/${fixture.open.trackId}/playback`);
    const { data } = JSON.parse(reply.body.toString()) as { data: PlaybackView };
    expect(data).toMatchObject({ durationMs: 12_000, loudnessLufs: -14.2, truePeakDbtp: -1.1 });
    expect(data.hls.map((rendition) => rendition.codec)).toEqual(['opus', 'mp4a.40.2']);
    for (const path of [data.mp3.url, data.peaks.dat, ...data.hls.map((one) => one.url), data.artwork.url200])
      expect((await fixture.get(path)).status).toBe(200);
    expect(Date.parse(data.expiresAt) - fixture.clock.now().getTime()).toBeGreaterThanOrEqual(6 * 3600 * 1000);
  });

  it('is refused while the track is not ready, and hides what the caller may not see', async () => {
    const raw = await fixture.get(`/api/tracks/${fixture.raw.trackId}/playback`);
    expect(raw).toMatchObject({ status: 409, code: 'media.not_ready' });
    const path = `/api/tracks/${fixture.hidden.trackId}/playback`;
    expect(await fixture.get(path)).toMatchObject({ status: 404, code: 'catalog.track_not_found' });
    expect((await fixture.get(path, asStranger)).status).toBe(404);
    expect((await fixture.get(path, asOwner)).status).toBe(200);
  });

  it('leads through playlists whose every URI carries the signature', async () => {
    const folder = `transcodes/${fixture.open.versionId}/opus`;
    const master = await fixture.get(fixture.urlOf(`${folder}/master.m3u8`));
    expect(master.headers).toMatchObject({
      'content-type': 'application/vnd.apple.mpegurl',
      'cache-control': 'public, max-age=300',
    });
    const next = master.body.toString().split('\n').at(-2) ?? '';
    const playlist = (await fixture.get(`/media/${folder}/${next}`)).body.toString();
    const init = /URI="([^"]+)"/.exec(playlist)?.[1] ?? '';
    const segment = playlist.split('\n').find((line) => line.startsWith('segment_0')) ?? '';
    expect((await fixture.get(`/media/${folder}/${init}`)).headers['content-type']).toBe('audio/mp4');
    expect((await fixture.get(`/media/${folder}/${segment}`)).body.length).toBe(90_000);
    const etag = master.headers.etag ?? '';
    expect((await fixture.get(fixture.urlOf(`${folder}/master.m3u8`), { 'if-none-match': etag })).status).toBe(304);
  });
});

describe('a file', () => {
  it('comes whole, typed, cacheable until its URL ends and open to embeds', async () => {
    const { status, headers, body } = await fixture.get(url);
    expect(status).toBe(200);
    expect(body.equals(mp3)).toBe(true);
    expect(headers).toMatchObject({
      'content-type': 'audio/mpeg',
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=43200, immutable',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect(headers.etag).toMatch(/^"[^"]+"$/);
  });

  it('is the same cold and hot', async () => {
    const { 'x-request-id': _, date: __, ...plain } = (await fixture.get(url)).headers;
    for (let turn = 0; turn < 6; turn++) {
      const again = await fixture.get(url);
      expect(again.body.equals(mp3)).toBe(true);
      expect(again.headers).toMatchObject(plain);
    }
  });

  it('answers HEAD with the headers of GET and no body, and ignores its Range', async () => {
    const head = await fixture.get(url, { range: 'bytes=0-9' }, 'HEAD');
    expect(head).toMatchObject({ status: 200, headers: { 'content-length': String(mp3.length) } });
    expect(head.body.length).toBe(0);
  });

  it.each([
    ['the first bytes', 'bytes=0-9', 0, 9],
    ['a middle', 'bytes=1000-1999', 1000, 1999],
    ['an open end', 'bytes=699990-', 699_990, 699_999],
    ['a suffix', 'bytes=-5', 699_995, 699_999],
    ['a suffix longer than the file', 'bytes=-9999999', 0, 699_999],
    ['an end beyond the file', 'bytes=699000-9999999', 699_000, 699_999],
    ['overlapping ranges as one', 'bytes=0-99,50-149', 0, 149],
    ['touching ranges as one', 'bytes=0-99, 100-149', 0, 149],
    ['the only one that can be satisfied', 'bytes=9999999-, 5-6', 5, 6],
    ['a unit in capitals', 'Bytes=3-4', 3, 4],
  ])('gives a range: %s', async (...[, range, start, end]) => {
    const { status, headers, body } = await fixture.get(url, { range });
    expect(status).toBe(206);
    expect(headers['content-range']).toBe(`bytes ${start}-${end}/700000`);
    expect(body.equals(mp3.subarray(start, end + 1))).toBe(true);
  });

  it.each(['bytes=9-5', 'bytes=a-b', 'bytes=-', 'seconds=0-1', 'bytes 0-5', 'bytes=', `bytes=${'0-0,9-9,'.repeat(6)}`])(
    'ignores the range %j',
    async (range) => {
      expect((await fixture.get(url, { range })).status).toBe(200);
    },
  );

  it.each(['bytes=700000-', 'bytes=999999-1000000', 'bytes=-0'])('cannot satisfy the range %j', async (range) => {
    const reply = await fixture.get(url, { range });
    expect(reply).toMatchObject({ status: 416, code: 'delivery.range_not_satisfiable' });
    expect(reply.headers['content-range']).toBe('bytes */700000');
  });

  it('gives several ranges as multipart/byteranges', async () => {
    const { status, headers, body } = await fixture.get(url, { range: 'bytes=10-19,-10,400000-699000' });
    expect(status).toBe(206);
    const boundary = /^multipart\/byteranges; boundary=(\w+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
    expect(body.length).toBe(Number(headers['content-length']));
    const parts = body.toString('latin1').split(`--${boundary}`);
    expect(parts.at(-1)).toBe('--\r\n');
    const ranges = parts.slice(1, -1).map((part) => {
      const at = part.indexOf('\r\n\r\n');
      expect(part.slice(0, at)).toContain('Content-Type: audio/mpeg');
      return [/Content-Range: (.*)/i.exec(part)?.[1]?.trim(), part.slice(at + 4, -2)];
    });
    expect(ranges).toEqual([
      ['bytes 10-19/700000', mp3.subarray(10, 20).toString('latin1')],
      ['bytes 699990-699999/700000', mp3.subarray(-10).toString('latin1')],
      ['bytes 400000-699000/700000', mp3.subarray(400_000, 699_001).toString('latin1')],
    ]);
  });

  it('gives exactly the bytes of any range', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(699_999), fc.nat(699_999), async (a, b) => {
        const [start, end] = a < b ? [a, b] : [b, a];
        const { body } = await fixture.get(url, { range: `bytes=${start}-${end}` });
        expect(body.equals(mp3.subarray(start, end + 1))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('honours its validators', async () => {
    const { headers } = await fixture.get(url);
    const etag = headers.etag ?? '';
    const date = headers['last-modified'] ?? '';
    const past = new Date(0).toUTCString();
    const table: readonly [Record<string, string>, number][] = [
      [{ 'if-none-match': etag }, 304],
      [{ 'if-none-match': `"x", W/${etag}` }, 304],
      [{ 'if-none-match': '*' }, 304],
      [{ 'if-none-match': '"x"' }, 200],
      [{ 'if-none-match': '"x"', 'if-modified-since': date }, 200],
      [{ 'if-modified-since': date }, 304],
      [{ 'if-modified-since': past }, 200],
      [{ 'if-modified-since': 'yesterday' }, 200],
      [{ 'if-match': etag }, 200],
      [{ 'if-match': `W/${etag}` }, 412],
      [{ 'if-match': '"x"' }, 412],
      [{ 'if-unmodified-since': past }, 412],
      [{ range: 'bytes=0-1', 'if-range': etag }, 206],
      [{ range: 'bytes=0-1', 'if-range': `W/${etag}` }, 200],
      [{ range: 'bytes=0-1', 'if-range': '"x"' }, 200],
      [{ range: 'bytes=0-1', 'if-range': date }, 206],
      [{ range: 'bytes=0-1', 'if-range': past }, 200],
      [{ range: 'bytes=0-1', 'if-none-match': etag }, 304],
    ];
    for (const [sent, status] of table) {
      const got = await fixture.get(url, sent);
      expect([sent, got.status]).toEqual([sent, status]);
    }
  });

  it('shows its new content within the time that files are believed, and is gone once removed', async () => {
    const key = `waveforms/${fixture.open.versionId}/peaks.json`;
    await fixture.store.put(key, Buffer.from('{"old":1}'));
    expect((await fixture.get(fixture.urlOf(key))).body.toString()).toBe('{"old":1}');
    await fixture.store.put(key, Buffer.from('{"new":22}'));
    await expect
      .poll(async () => (await fixture.get(fixture.urlOf(key))).body.toString(), { timeout: 5000 })
      .toBe('{"new":22}');
    await fixture.store.remove(key);
    await expect.poll(async () => (await fixture.get(fixture.urlOf(key))).status, { timeout: 5000 }).toBe(404);
  });

  it('survives clients that leave in the middle', async () => {
    for (let turn = 0; turn < 20; turn++) {
      const socket = connect(fixture.port, '127.0.0.1');
      socket.write(`GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.resetAndDestroy();
    }
    expect((await fixture.get(url)).body.equals(mp3)).toBe(true);
  });
});

describe('private media', () => {
  let privateUrl: string;
  beforeAll(() => {
    privateUrl = fixture.urlOf(`transcodes/${fixture.hidden.versionId}/mp3/track.mp3`, ownerAudience);
  });

  it('opens for its owner by cookie and by token, and no shared cache may keep it', async () => {
    for (const headers of [ownerCookie, asOwner]) {
      const got = await fixture.get(privateUrl, headers);
      expect(got.status).toBe(200);
      expect(got.headers['cache-control']).toBe('private, no-cache');
      expect(got.headers.vary).toContain('Cookie');
      expect(got.headers['access-control-allow-origin']).toBeUndefined();
      expect(got.headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });

  it('stays shut without the cookie and for another person, also right after its owner has fetched it', async () => {
    for (let turn = 0; turn < 4; turn++) {
      expect((await fixture.get(privateUrl, asOwner)).status).toBe(200);
      for (const headers of [{}, asStranger]) {
        const got = await fixture.get(privateUrl, headers);
        expect(got).toMatchObject({ status: 403, code: 'delivery.signature_invalid' });
        expect(got.headers['cache-control']).toBe('no-store');
      }
    }
  });

  it('playlists and drawn covers are as private as the rest', async () => {
    const playlist = fixture.urlOf(`transcodes/${fixture.hidden.versionId}/opus/playlist.m3u8`, ownerAudience);
    for (const path of [playlist, fixture.hidden.artwork.url200]) {
      expect((await fixture.get(path)).status).toBe(403);
      expect((await fixture.get(path, asStranger)).status).toBe(403);
      expect((await fixture.get(path, ownerCookie)).status).toBe(200);
    }
  });
});

describe('a URL opens nothing', () => {
  const attempts: readonly [string, (url: string) => string][] = [
    ['without a signature', (path) => path.replace(/\?.*/, '')],
    [
      'with a changed signature',
      (path) => path.replace(/sig=(.)/, (_, first: string) => `sig=${first === 'A' ? 'B' : 'A'}`),
    ],
    ['with a later expiry', (path) => path.replace(/exp=\d/, 'exp=9')],
    ['with another audience', (path) => path.replace('aud=public', 'aud=u%3A1')],
    ['with an unknown key', (path) => path.replace('kid=k1', 'kid=k9')],
    ['in another folder', (path) => path.replace('/mp3/track.mp3', '/opus/segment_0.m4s')],
    ['above its folder', (path) => path.replace('/mp3/', '/mp3/../opus/')],
    ['through encoded dots', (path) => path.replace('/mp3/', '/mp3/%2e%2e/opus/')],
    ['through an encoded slash', (path) => path.replace('/mp3/track.mp3', '/mp3/..%2fopus%2fsegment_0.m4s')],
    ['through a backslash', (path) => path.replace('/mp3/track.mp3', '/mp3/..%5copus%5csegment_0.m4s')],
    ['with a zero byte', (path) => path.replace('track.mp3', 'track.mp3%00')],
    ['with broken encoding', (path) => path.replace('track.mp3', '%zz')],
    ['in a deeper folder', (path) => path.replace('/mp3/', '/mp3/deeper/')],
    ['in a hidden folder', (path) => path.replace('/mp3/', '/.scratch/')],
    ['for a file that is not there', (path) => path.replace('track.mp3', 'other.mp3')],
  ];
  it.each(attempts)('%s', async (_, change) => {
    const got = await fixture.get(change(url));
    expect([400, 403, 404]).toContain(got.status);
    expect(got.code).toMatch(/^(delivery|request)\./);
  });

  it('for originals and unfinished uploads, even with a good signature', async () => {
    await fixture.store.put('originals/ab/abcdef', Buffer.from('the master'));
    await fixture.store.put('uploads/u1/00001-x', Buffer.from('a part'));
    for (const key of ['originals/ab/abcdef', 'uploads/u1/00001-x'])
      expect((await fixture.get(fixture.urlOf(key))).status).toBe(404);
  });

  it('after it has expired, also when it was good and hot before', async () => {
    const own = await createDeliveryFixture();
    const path = own.urlOf(`transcodes/${own.open.versionId}/opus/segment_0.m4s`);
    for (let turn = 0; turn < 4; turn++) expect((await own.get(path)).status).toBe(200);
    own.clock.advanceMs(12 * 3600 * 1000 + 1000);
    expect(await own.get(path)).toMatchObject({ status: 403, code: 'delivery.signature_expired' });
    await own[Symbol.asyncDispose]();
  });
});

describe('drawn pictures', () => {
  it('are square JPEGs in both sizes, drawn once', async () => {
    for (const [path, width] of [
      [fixture.open.artwork.url200, 200],
      [fixture.open.artwork.url1000, 1000],
    ] as const) {
      const { headers, body } = await fixture.get(path);
      expect(headers['content-type']).toBe('image/jpeg');
      expect(await sharp(body).metadata()).toMatchObject({ format: 'jpeg', width, height: width });
      expect((await fixture.get(path)).headers.etag).toBe(headers.etag);
    }
    const other = fixture.urlOf(`generated-artwork/${fixture.open.trackId}/0123456789ab/300.jpg`);
    expect((await fixture.get(other)).status).toBe(404);
  });

  it('give links a preview of public tracks alone', async () => {
    const { status, headers, body } = await fixture.get(`/media/og/${fixture.open.trackId}.png`);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=3600');
    expect(await sharp(body).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
    for (const name of [`${fixture.hidden.trackId}.png`, 'nothing.png', `${fixture.open.trackId}.jpg`])
      for (const as of [{}, asOwner]) expect((await fixture.get(`/media/og/${name}`, as)).status).toBe(404);
  });
});
