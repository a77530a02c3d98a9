import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type APIRequestContext, expect } from '@playwright/test';
import { makeAudio, type Piece } from './make-audio.ts';

interface Track {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly status: string;
}

async function send(request: APIRequestContext, path: string, data?: object): Promise<Track & Record<string, never>> {
  const session = await (await request.get('/api/auth/session')).json();
  const headers = { 'x-csrf-token': session.data.csrfToken as string };
  const response = await request.post(path, { headers, ...(data && { data }) });
  expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
  return (await response.json()).data;
}

/** A track that is ready, made through the API: for journeys that are not about uploading. */
export async function readyTrack(request: APIRequestContext, piece: Piece & { title: string }): Promise<Track> {
  const bytes = await readFile(await makeAudio(piece));
  const upload = await send(request, '/api/uploads', { filename: basename(piece.name), size: bytes.length });
  const { uploadId, partSize } = upload as unknown as { uploadId: string; partSize: number };
  const parts: { n: number; etag: string }[] = [];
  for (const { n, url } of (upload as unknown as { parts: { n: number; url: string }[] }).parts) {
    const response = await request.put(url, { data: bytes.subarray((n - 1) * partSize, n * partSize) });
    parts.push({ n, etag: response.headers()['etag'] ?? '' });
  }
  const { assetId } = await send(request, `/api/uploads/${uploadId}/complete`, { parts });
  const { id } = await send(request, '/api/tracks', { title: piece.title, assetId });
  await expect
    .poll(async () => (await readTrack(request, id)).status, { timeout: 90_000, intervals: [200] })
    .toBe('ready');
  return readTrack(request, id);
}

export async function readTrack(request: APIRequestContext, id: string): Promise<Track> {
  return (await (await request.get(`/api/tracks/${id}`)).json()).data;
}

export async function publish(request: APIRequestContext, id: string): Promise<Track> {
  return send(request, `/api/tracks/${id}/publish`, {});
}
