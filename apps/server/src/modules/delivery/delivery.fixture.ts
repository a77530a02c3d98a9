import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { TrackId, TrackVersionId, UserId } from '@longwave/contracts/ids';
import { createTestDatabase, createTestLog } from '../../../tests/support/test-database.ts';
import { FakeClock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { anonymous, type Actor } from '../../platform/http/actor.ts';
import { createHttpServer } from '../../platform/http/http-server.ts';
import { createMediaUrls } from '../../platform/http/media-urls.ts';
import { createSignedUrls } from '../../platform/http/signed-url.ts';
import { newId } from '../../platform/ids.ts';
import { createMemoryRateLimits } from '../../platform/limits/memory-rate-limits.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createFsObjectStore } from '../../platform/storage/fs-object-store.ts';
import type { PlayableTrack } from '../catalog/index.ts';
import type { VersionMedia } from '../media/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { deliveryModule } from './index.ts';

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Code of the error envelope. */
  readonly code: string | undefined;
}

const owner = { kind: 'user', userId: newId<UserId>(), handle: 'owner', role: 'artist', sessionId: null } as const;
const stranger = { kind: 'user', userId: newId<UserId>(), handle: 'stranger', role: 'admin', sessionId: null } as const;
const people: Readonly<Record<string, Actor>> = { owner, stranger };

function trackOf(title: string, audience: string, urls: (key: string) => string): PlayableTrack {
  const trackId = newId<TrackId>();
  return {
    trackId,
    ownerId: owner.userId,
    title,
    versionId: newId<TrackVersionId>(),
    ready: true,
    durationMs: 12_000,
    loudnessLufs: -14.2,
    truePeakDbtp: -1.1,
    audience,
    artwork: {
      assetId: null,
      generated: true,
      url200: urls(`generated-artwork/${trackId}/0123456789ab/200.jpg`),
      url1000: urls(`generated-artwork/${trackId}/0123456789ab/1000.jpg`),
      dominantColour: '#102030',
      blurhash: null,
    },
  };
}

function mediaOf(versionId: TrackVersionId): VersionMedia {
  const rendition = (folder: string, entry: string) => ({
    entryKey: `transcodes/${versionId}/${folder}/${entry}`,
    segmentPrefixKey: `transcodes/${versionId}/${folder}`,
    bandwidth: 180_000,
  });
  return {
    versionId,
    renditions: [
      { format: 'hls_aac', codec: 'mp4a.40.2', ...rendition('aac', 'master.m3u8') },
      { format: 'hls_opus', codec: 'opus', ...rendition('opus', 'master.m3u8') },
      { format: 'mp3_320', codec: 'mp3', ...rendition('mp3', 'track.mp3') },
    ],
    waveform: {
      jsonKey: `waveforms/${versionId}/peaks.json`,
      datKey: `waveforms/${versionId}/peaks.dat`,
      pngKey: `waveforms/${versionId}/overview.png`,
      overview: Array.from({ length: 100 }, (_, index) => Math.abs(Math.sin(index / 9))),
    },
  };
}

/** Stores what a finished version has; answers the bytes of its MP3. */
async function storeMedia(store: DeliveryDeps['store'], media: VersionMedia): Promise<Buffer> {
  const mp3 = randomBytes(700_000);
  for (const { codec, segmentPrefixKey, entryKey } of media.renditions) {
    if (codec === 'mp3') {
      await store.put(entryKey, mp3);
      continue;
    }
    const playlist = '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:6.0,\nsegment_0.m4s\n#EXT-X-ENDLIST\n';
    await store.put(entryKey, Buffer.from('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nplaylist.m3u8\n'));
    await store.put(`${segmentPrefixKey}/playlist.m3u8`, Buffer.from(playlist));
    await store.put(`${segmentPrefixKey}/init.mp4`, Buffer.from('init'));
    await store.put(`${segmentPrefixKey}/segment_0.m4s`, randomBytes(90_000));
  }
  await store.put(media.waveform.datKey, Buffer.from('peaks'));
  return mp3;
}

/** Delivery on a real server and store, with one public and one private track; `get` uses a real socket. */
export async function createDeliveryFixture(options: { cacheBytes?: number } = {}) {
  const db = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'longwave-delivery-'));
  const { log, text } = createTestLog();
  const clock = new FakeClock(new Date('2026-05-01T12:00:00Z'));
  const signed = createSignedUrls({ keys: [{ id: 'k1', secret: Buffer.alloc(32, 7) }], clock });
  const mediaUrls = createMediaUrls({ signed, clock });
  const store = await createFsObjectStore({ rootDir: join(dataDir, 'media'), log });
  const open = trackOf('A public song', 'public', (key) => mediaUrls.url(key, 'public'));
  const hidden = trackOf('A secret song', `u:${owner.userId}`, (key) => mediaUrls.url(key, `u:${owner.userId}`));
  const raw = { ...trackOf('A raw song', 'public', (key) => mediaUrls.url(key, 'public')), ready: false };
  const media = new Map([open, hidden].map((track) => [track.versionId, mediaOf(track.versionId)]));
  const mp3s = new Map<string, Buffer>();
  for (const [versionId, files] of media) mp3s.set(versionId, await storeMedia(store, files));
  const deps: DeliveryDeps = {
    catalog: {
      async findPlayable(actor, trackId) {
        const track = [open, hidden, raw].find((one) => one.trackId === trackId);
        const visible =
          track && (track.audience === 'public' || (actor.kind === 'user' && actor.userId === track.ownerId));
        if (visible) return track;
        throw new AppError('catalog.track_not_found', { message: 'No such track.' });
      },
    },
    media: { readVersionMedia: async (ids) => new Map([...media].filter(([id]) => ids.includes(id))) },
    identity: {
      readPeople: async () =>
        new Map([
          [owner.userId, { id: owner.userId, handle: 'owner', displayName: 'Ólöf', bio: '', createdAt: clock.now() }],
        ]),
    } as unknown as DeliveryDeps['identity'],
    store,
    signed,
    mediaUrls,
    clock,
    log,
    config: { DATA_DIR: dataDir, SEGMENT_CACHE_BYTES: options.cacheBytes ?? 8 * 1024 * 1024 },
  };
  const delivery = deliveryModule(deps);
  const limits = createMemoryRateLimits({ clock });
  const http = await createHttpServer({
    authenticate: async ({ bearerToken, sessionToken }) => people[bearerToken ?? sessionToken ?? ''] ?? anonymous,
    csrfTokenOf: (token) => token,
    config: { PORT: 0, PUBLIC_URL: null, NODE_ENV: 'test', TRUST_PROXY: false, CORS_ORIGINS: [] },
    log,
    clock,
    db,
    limits,
    metrics: createMetrics({ log, processMetrics: false }),
    modules: [delivery],
    readiness: [],
  });
  const { port } = await http.listen({ host: '127.0.0.1', port: 0 });
  /** The path goes out as it is: no client library tidies it. */
  async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port, path, headers, method }, resolve).once('error', reject).end();
    });
    const body = await buffer(response);
    const isJson = response.headers['content-type']?.startsWith('application/json') && body.length > 0;
    const code = isJson ? (JSON.parse(body.toString()) as { error?: { code: string } }).error?.code : undefined;
    return { status: response.statusCode ?? 0, headers: response.headers, body, code };
  }
  return {
    get,
    port,
    deps,
    clock,
    store,
    signed,
    open,
    hidden,
    raw,
    logText: text,
    mediaOf: (track: PlayableTrack) => mediaOf(track.versionId),
    mp3Of: (track: PlayableTrack) => mp3s.get(track.versionId) ?? Buffer.alloc(0),
    urlOf: (key: string, audience = 'public') => mediaUrls.url(key, audience),
    async [Symbol.asyncDispose]() {
      await http.close(0);
      await limits[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
export type DeliveryFixture = Awaited<ReturnType<typeof createDeliveryFixture>>;
export const asOwner = { authorization: 'Bearer owner' };
export const ownerCookie = { cookie: 'longwave_session=owner' };
export const asStranger = { authorization: 'Bearer stranger' };
export const ownerAudience = `u:${owner.userId}`;
