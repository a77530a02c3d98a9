import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../platform/clock.ts';
import type { Actor } from '../../platform/http/actor.ts';
import type { FileInUse, FileReader } from '../../platform/storage/file-reader.ts';
import { assertAudience, notFound, type MediaGrant, type MediaGrants } from './media-grants.ts';
import { headersFor, isPlaylist } from './media-headers.ts';
import { createPlaylists, playlistMaxBytes, type Playlists } from './playlists.ts';
import { sendRepresentation, type Representation } from './send-representation.ts';

export interface MediaRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly actor: Actor;
}

export interface ServeMediaDeps {
  readonly files: FileReader;
  readonly grants: MediaGrants;
  readonly clock: Clock;
  /** Key of the stored picture behind a `generated-artwork/…` key, drawn first when absent; null when there is none. */
  readonly ensureGeneratedCover: (actor: Actor, key: string) => Promise<string | null>;
}

/** Answers signed `/media/…` requests. Errors: `delivery.*`, `request.precondition_failed`. */
export function createServeMedia(deps: ServeMediaDeps): (input: MediaRequest) => Promise<void> {
  const playlists = createPlaylists();
  return async ({ request, response, actor }) => {
    const grant = deps.grants.require(request.url ?? '');
    assertAudience(grant, actor);
    const file = await openGranted(deps, grant, actor);
    if (file === null) throw notFound();
    try {
      const representation = isPlaylist(grant.key)
        ? await playlistOf(playlists, grant, file)
        : presentFile(grant, file);
      const headers = headersFor(grant, deps.clock.now().getTime());
      await sendRepresentation({ request, response, headers, buffers: deps.files.buffers }, representation);
    } finally {
      file.release();
    }
  };
}

async function openGranted(deps: ServeMediaDeps, { key }: MediaGrant, actor: Actor): Promise<FileInUse | null> {
  if (!key.startsWith('generated-artwork/')) return deps.files.open(key);
  const drawn = await deps.ensureGeneratedCover(actor, key);
  return drawn === null ? null : deps.files.open(drawn);
}

function presentFile({ contentType }: MediaGrant, file: FileInUse): Representation {
  const { sizeBytes, etag, modifiedAt, lastModified, bytes, read } = file;
  return { contentType, sizeBytes, etag, modifiedAt, lastModified, bytes, read };
}

async function playlistOf(playlists: Playlists, grant: MediaGrant, file: FileInUse): Promise<Representation> {
  const id = { key: grant.key, etag: file.etag, query: grant.query };
  const signed = await playlists.get(id, () => readSmall(file));
  return { ...presentFile(grant, file), ...signed, sizeBytes: signed.bytes.length };
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
