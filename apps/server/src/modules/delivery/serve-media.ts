import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';
import type { SignedUrls } from '../../platform/http/signed-url.ts';
import type { FileInUse, FileReader } from '../../platform/storage/file-reader.ts';
import { contentTypeOf, parseMediaTarget, type MediaTarget } from './media-path.ts';
import { createPlaylists, playlistMaxBytes, type Playlists } from './playlists.ts';
import { sendRepresentation, type Representation } from './send-representation.ts';
import { assertAudience, createSignedGrants, type Grant } from './signed-grants.ts';

/** Playlists may be made again (a new rendition), so caches ask sooner than for segments. */
const playlistMaxAgeS = 300;

export interface MediaRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly actor: Actor;
}

export interface ServeMediaDeps {
  readonly files: FileReader;
  readonly signed: SignedUrls;
  readonly clock: Clock;
  /** Key of the stored picture behind a `generated-artwork/…` key, drawn first when absent; null when there is none. */
  readonly ensureGeneratedCover: (actor: Actor, key: string) => Promise<string | null>;
}

/** Answers signed `/media/…` requests. Errors: `delivery.*`, `request.precondition_failed`. */
export function createServeMedia(deps: ServeMediaDeps): (input: MediaRequest) => Promise<void> {
  const grants = createSignedGrants(deps);
  const playlists = createPlaylists();
  return async ({ request, response, actor }) => {
    const target = parseMediaTarget(request.url ?? '');
    if (target === null) throw notFound();
    const grant = grants.require(target);
    assertAudience(grant, actor);
    const file = await openTarget(deps, target, actor);
    if (file === null) throw notFound();
    try {
      const isPlaylist = target.key.endsWith('.m3u8');
      const representation: Representation = isPlaylist
        ? await playlistOf(playlists, target, file)
        : presentFile(target.key, file);
      const nowMs = deps.clock.now().getTime();
      const headers = headersFor(grant, { isPlaylist, nowMs });
      await sendRepresentation({ request, response, headers, buffers: deps.files.buffers }, representation);
    } finally {
      file.release();
    }
  };
}

function notFound(): AppError {
  return new AppError('delivery.not_found', { message: 'There is no such file.' });
}

async function openTarget(deps: ServeMediaDeps, target: MediaTarget, actor: Actor): Promise<FileInUse | null> {
  if (!target.key.startsWith('generated-artwork/')) return deps.files.open(target.key);
  const key = await deps.ensureGeneratedCover(actor, target.key);
  return key === null ? null : deps.files.open(key);
}

function presentFile(key: string, file: FileInUse): Representation {
  const { sizeBytes, etag, modifiedAt, lastModified, bytes, read } = file;
  return { contentType: contentTypeOf(key), sizeBytes, etag, modifiedAt, lastModified, bytes, read };
}

async function playlistOf(playlists: Playlists, target: MediaTarget, file: FileInUse): Promise<Representation> {
  const id = { key: target.key, etag: file.etag, query: target.query };
  const signed = await playlists.get(id, () => readSmall(file));
  return { ...presentFile(target.key, file), ...signed, sizeBytes: signed.bytes.length };
}

async function readSmall(file: FileInUse): Promise<Buffer> {
  if (file.bytes !== null) return file.bytes;
  if (file.sizeBytes > playlistMaxBytes) throw new Error(`a playlist of ${file.sizeBytes} bytes is too large`);
  const bytes = Buffer.alloc(file.sizeBytes);
  for (let at = 0; at < bytes.length;) {
    const count = await file.read(bytes.subarray(at), at, bytes.length - at);
    if (count === 0) throw new Error('a playlist is shorter than it was');
    at += count;
  }
  return bytes;
}

const everyone = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Accept-Ranges, Content-Length, Content-Range, ETag',
} as const;

/** What one person may see is kept by no shared cache, and by the browser only to be asked about again. */
const onePerson = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-cache',
  vary: 'Cookie, Authorization',
} as const;

function headersFor(grant: Grant, at: { isPlaylist: boolean; nowMs: number }): Readonly<Record<string, string>> {
  if (grant.audience !== 'public') return onePerson;
  const leftS = Math.max(0, Math.floor((grant.expiresMs - at.nowMs) / 1000));
  const caching = at.isPlaylist
    ? `public, max-age=${Math.min(leftS, playlistMaxAgeS)}`
    : `public, max-age=${leftS}, immutable`;
  return { ...everyone, 'cache-control': caching };
}
