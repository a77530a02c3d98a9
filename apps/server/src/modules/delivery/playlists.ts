import { createHash } from 'node:crypto';

/** Playlist bytes kept rewritten; one entry for each folder and signature in use. */
const keptMaxBytes = 8 * 1024 * 1024;
/** A playlist of 8 h has 4,800 lines; anything larger is none of ours. */
export const playlistMaxBytes = 1024 * 1024;

export interface SignedPlaylist {
  readonly bytes: Buffer;
  readonly etag: string;
}

function isRelative(uri: string): boolean {
  return !/^([a-z][a-z0-9+.-]*:|\/)/i.test(uri);
}
function sign(uri: string, query: string): string {
  return isRelative(uri) ? `${uri}${uri.includes('?') ? '&' : '?'}${query}` : uri;
}

/** Gives each relative URI of an HLS playlist (RFC 8216: URI lines and `URI="…"` attributes) the query of the request. */
export function signPlaylist(text: string, query: string): string {
  return text
    .split('\n')
    .map((line) => {
      const bare = line.trimEnd();
      if (bare === '') return line;
      if (!bare.startsWith('#')) return sign(bare, query);
      return bare.replace(
        /(:|,)URI="([^"]*)"/g,
        (_, before: string, uri: string) => `${before}URI="${sign(uri, query)}"`,
      );
    })
    .join('\n');
}

export interface Playlists {
  /** The playlist with this request's signature in it; `read` brings its stored text when it is not at hand. */
  get(id: { key: string; etag: string; query: string }, read: () => Promise<Buffer>): Promise<SignedPlaylist>;
}

export function createPlaylists(): Playlists {
  const kept = new Map<string, SignedPlaylist>();
  let keptBytes = 0;
  return {
    async get({ key, etag, query }, read) {
      const id = `${key} ${etag} ${query}`;
      const known = kept.get(id);
      if (known) return known;
      const bytes = Buffer.from(signPlaylist((await read()).toString('utf8'), query));
      const made = { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
      if (!kept.has(id)) {
        kept.set(id, made);
        keptBytes += bytes.length;
      }
      for (const [oldest, playlist] of kept) {
        if (keptBytes <= keptMaxBytes) break;
        kept.delete(oldest);
        keptBytes -= playlist.bytes.length;
      }
      return made;
    },
  };
}
