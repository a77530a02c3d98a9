import type { MediaGrant } from './media-grants.ts';

/** Playlists may be made again (a new rendition), so caches ask sooner than for segments. */
const playlistMaxAgeS = 300;

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

export function isPlaylist(key: string): boolean {
  return key.endsWith('.m3u8');
}

function cachingOf(grant: MediaGrant, nowMs: number): string {
  const leftS = Math.max(0, Math.floor((grant.expiresMs - nowMs) / 1000));
  return isPlaylist(grant.key)
    ? `public, max-age=${Math.min(leftS, playlistMaxAgeS)}`
    : `public, max-age=${leftS}, immutable`;
}

/** Caching and cross-origin headers of an answer: open media may be embedded anywhere and kept until its URL ends. */
export function headersFor(grant: MediaGrant, nowMs: number): Readonly<Record<string, string>> {
  if (grant.audience !== 'public') return onePerson;
  return { ...everyone, 'cache-control': cachingOf(grant, nowMs) };
}
