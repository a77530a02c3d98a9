import type { TrackView } from '@longwave/contracts/catalog';
import type { UploadView } from '@longwave/contracts/media';
import { makeWav, pathOf, sha256, type HttpClient } from './http-client.ts';

export const phases = ['upload', 'transcode', 'publish'] as const;
export type Phase = (typeof phases)[number];

/**
 * One song on its way from file to published track, with everything the server has acknowledged so far.
 * After a crash it goes on from there, as a careful client would.
 */
export interface SongFlow {
  readonly title: string;
  readonly bytes: Uint8Array;
  uploadId: string | null;
  readonly parts: Map<number, string>;
  assetId: string | null;
  trackId: string | null;
  /** The creation was sent; whether it happened is unknown while `trackId` is null. */
  creating: boolean;
  published: boolean;
}

/** Every third song is longer than one part, so that some uploads have several. */
export function newSong(seed: number): SongFlow {
  return {
    title: `Song ${seed}`,
    bytes: makeWav({ seconds: seed % 3 === 0 ? 31 : 4, seed }),
    uploadId: null,
    parts: new Map(),
    assetId: null,
    trackId: null,
    creating: false,
    published: false,
  };
}

async function upload(client: HttpClient, song: SongFlow): Promise<void> {
  const filename = `${song.title}.wav`;
  song.uploadId ??= (
    await client.must<UploadView>({ status: 201 }, 'POST', '/api/uploads', {
      body: { filename, size: song.bytes.length },
    })
  ).uploadId;
  const state = await client.must<UploadView>({ status: 200 }, 'GET', `/api/uploads/${song.uploadId}`);
  if (state.assetId !== null) {
    song.assetId = state.assetId;
    return;
  }
  const received = new Map(state.received.map((part) => [part.n, part.etag]));
  for (const { n, url } of state.parts) {
    if (received.has(n)) continue;
    const body = song.bytes.subarray((n - 1) * state.partSize, n * state.partSize);
    const part = await client.must<{ etag: string }>({ status: 200 }, 'PUT', pathOf(url), { body });
    song.parts.set(n, part.etag);
    received.set(n, part.etag);
  }
  const { assetId } = await client.must<{ assetId: string }>(
    { status: 200 },
    'POST',
    `/api/uploads/${song.uploadId}/complete`,
    { body: { parts: [...received].map(([n, etag]) => ({ n, etag })), sha256: sha256(song.bytes) } },
  );
  song.assetId = assetId;
}

/** All tracks of the caller, page by page. */
export async function ownTracks(client: HttpClient): Promise<TrackView[]> {
  const tracks: TrackView[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/api/tracks?mine=true&limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const answer = await client.call<TrackView[]>('GET', path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    tracks.push(...answer.data);
    cursor = answer.meta?.nextCursor ?? null;
  }
  return tracks;
}

async function create(client: HttpClient, song: SongFlow): Promise<void> {
  if (song.creating) song.trackId = (await ownTracks(client)).find(({ title }) => title === song.title)?.id ?? null;
  song.creating = true;
  song.trackId ??= (
    await client.must<TrackView>({ status: 201 }, 'POST', '/api/tracks', {
      body: { title: song.title, assetId: song.assetId },
    })
  ).id;
}

/** Takes the song as far as the server lives; `onPhase` is told before each phase begins. */
export async function advance(client: HttpClient, song: SongFlow, onPhase: (phase: Phase) => void): Promise<void> {
  if (song.assetId === null) {
    onPhase('upload');
    await upload(client, song);
  }
  if (song.trackId === null) await create(client, song);
  if (song.published) return;
  onPhase('transcode');
  onPhase('publish');
  await client.must({ status: 200 }, 'POST', `/api/tracks/${song.trackId}/publish`);
  song.published = true;
}

/** What the server has forgotten of what it had acknowledged; empty when it kept its word. */
export async function lostPromises(client: HttpClient, song: SongFlow): Promise<string[]> {
  const lost: string[] = [];
  if (song.uploadId !== null) {
    const { status, data } = await client.call<UploadView>('GET', `/api/uploads/${song.uploadId}`);
    if (status !== 200) lost.push(`${song.title}: upload answers ${status}`);
    else if (song.assetId !== null && data.assetId !== song.assetId) lost.push(`${song.title}: asset ${data.assetId}`);
    else if (data.state === 'open') {
      for (const [n, etag] of song.parts)
        if (!data.received.some((part) => part.n === n && part.etag === etag)) lost.push(`${song.title}: part ${n}`);
    }
  }
  if (song.trackId === null) return lost;
  const { status, data } = await client.call<TrackView>('GET', `/api/tracks/${song.trackId}`);
  if (status !== 200) lost.push(`${song.title}: track answers ${status}`);
  else if (data.title !== song.title) lost.push(`${song.title}: title ${data.title}`);
  else if (song.published && data.visibility !== 'public') lost.push(`${song.title}: publication`);
  return lost;
}
