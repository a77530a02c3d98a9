import type { Clock } from '../clock.ts';
import type { SignedUrls } from './signed-url.ts';

/** Length of one signing period: all URLs made in a period share their expiry, so caches see one URL per object. */
export const signingPeriodS = 6 * 3600;

export interface MediaUrls {
  /** Expiry of URLs signed now: the end of the next period, 6–12 h away. */
  expiresAt(): Date;
  /**
   * Path and query that open object `key` (and everything in its folder) for the audience:
   * `public`, or `u:<userId>` for media only that user may fetch.
   */
  url(key: string, audience: string): string;
}

/** The folder a signature covers: the key without its last segment. */
export function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}

/** Signed `/media/<key>` paths; the delivery module checks them with the same `SignedUrls`. */
export function createMediaUrls(deps: { signed: SignedUrls; clock: Clock }): MediaUrls {
  const expiresAt = () =>
    new Date((Math.floor(deps.clock.now().getTime() / 1000 / signingPeriodS) + 2) * signingPeriodS * 1000);
  return {
    expiresAt,
    url: (key, audience) =>
      `/media/${key.split('/').map(encodeURIComponent).join('/')}?${deps.signed.sign(`/media/${folderOf(key)}`, expiresAt(), audience)}`,
  };
}
