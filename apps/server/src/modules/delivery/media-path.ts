import { extname } from 'node:path';
import { isObjectKey } from '../../platform/storage/object-key.ts';

/** Top folders whose objects are delivered; originals and unfinished uploads never are. */
const deliveredRoots: ReadonlySet<string> = new Set(['transcodes', 'waveforms', 'artworks', 'generated-artwork']);

export const mediaMount = '/media/';

export interface MediaTarget {
  readonly key: string;
  /** What the signature covers: `/media/` and the key without its last segment. */
  readonly folder: string;
  readonly query: string;
}

/** Key, folder and query of a `/media/…` request target; null when it names nothing that is delivered. */
export function parseMediaTarget(url: string): MediaTarget | null {
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  const key = path.includes('%') ? decodeKey(path) : path.slice(mediaMount.length);
  if (key === null || !isObjectKey(key)) return null;
  const rootEnd = key.indexOf('/');
  if (rootEnd === -1 || !deliveredRoots.has(key.slice(0, rootEnd))) return null;
  const folder = mediaMount + key.slice(0, key.lastIndexOf('/'));
  return { key, folder, query: at === -1 ? '' : url.slice(at + 1) };
}

/** Each segment is decoded by itself: an encoded slash is part of a name, and no name has one. */
function decodeKey(path: string): string | null {
  try {
    const segments = path.slice(mediaMount.length).split('/').map(decodeURIComponent);
    return segments.some((segment) => segment.includes('/')) ? null : segments.join('/');
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

const types: Readonly<Record<string, string>> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4s': 'audio/mp4',
  '.mp4': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.dat': 'application/octet-stream',
  '.json': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
};

/** Media type by the key's extension; RFC 8216 for playlists, RFC 4337 for fragments. */
export function contentTypeOf(key: string): string {
  return types[extname(key)] ?? 'application/octet-stream';
}
