import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { TrackView } from '@longwave/contracts/catalog';
import type { AssetView, UploadView } from '@longwave/contracts/media';
import type { Caller } from './create-test-app.ts';

const run = promisify(execFile);

/** Uploads bytes in parts as a program would and answers the asset. */
export async function uploadBytes(caller: Caller, filename: string, bytes: Uint8Array): Promise<AssetView> {
  const opened = await caller.call<UploadView>('POST', '/api/uploads', {
    body: { filename, size: bytes.length, mime: 'audio/wav' },
  });
  if (opened.status !== 201) throw new Error(`open upload: ${JSON.stringify(opened.body)}`);
  const { uploadId, partSize, parts } = opened.body.data;
  const received: { n: number; etag: string }[] = [];
  for (const { n, url } of parts) {
    const path = url.replace(/^https?:\/\/[^/]+/, '');
    const part = await caller.call('PUT', path, { body: bytes.subarray((n - 1) * partSize, n * partSize) });
    if (part.status !== 200) throw new Error(`part ${n}: ${JSON.stringify(part.body)}`);
    received.push({ n, etag: String(part.headers.etag) });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const done = await caller.call<AssetView>('POST', `/api/uploads/${uploadId}/complete`, {
    body: { parts: received, sha256 },
  });
  if (done.status !== 200) throw new Error(`complete: ${JSON.stringify(done.body)}`);
  return done.body.data;
}

/** Makes a short stereo file with ffmpeg; `format` is its extension. */
export async function makeTone(
  path: string,
  options: { seconds: number; hertz?: number; tags?: Record<string, string> },
): Promise<Uint8Array> {
  const { seconds, hertz = 440, tags = {} } = options;
  const source = `aevalsrc=0.2*sin(2*PI*${hertz}*t)|0.2*sin(2*PI*${hertz * 1.5}*t):s=44100:d=${seconds}`;
  const metadata = Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
  await run('ffmpeg', ['-nostdin', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', source, ...metadata, path]);
  return readFile(path);
}

/** A track of this caller from a fresh tone, not processed yet. */
export async function createToneTrack(
  caller: Caller,
  options: {
    folder: string;
    title: string;
    hertz?: number;
    seconds?: number;
    visibility?: 'public' | 'unlisted' | 'private';
  },
): Promise<TrackView> {
  const { folder, title, hertz = 440, seconds = 3, visibility = 'private' } = options;
  const bytes = await makeTone(`${folder}/${hertz}-${seconds}.wav`, { seconds, hertz });
  const asset = await uploadBytes(caller, `${title}.wav`, bytes);
  const created = await caller.call<TrackView>('POST', '/api/tracks', {
    body: { title, assetId: asset.assetId, visibility },
  });
  if (created.status !== 201) throw new Error(`create track: ${JSON.stringify(created.body)}`);
  return created.body.data;
}
