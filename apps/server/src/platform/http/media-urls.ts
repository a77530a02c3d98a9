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

/** Signatures of a period kept in memory; a list of 50 tracks asks for 100 that were asked for a moment ago. */
const keptSignatures = 20_000;

/** Signed `/media/<key>` paths; the delivery module checks them with the same `SignedUrls`. */
export function createMediaUrls(deps: { signed: SignedUrls; clock: Clock }): MediaUrls {
  const expiresAt = () =>
    new Date((Math.floor(deps.clock.now().getTime() / 1000 / signingPeriodS) + 2) * signingPeriodS * 1000);
  const kept = new Map<string, string>();
  let keptUntilMs = 0;
  const sign = (prefix: string, audience: string): string => {
    const until = expiresAt();
    if (until.getTime() !== keptUntilMs || kept.size >= keptSignatures) kept.clear();
    keptUntilMs = until.getTime();
    const name = `${audience} ${prefix}`;
    const query = kept.get(name) ?? deps.signed.sign(prefix, until, audience);
    kept.set(name, query);
    return query;
  };
  return {
    expiresAt,
    url: (key, audience) =>
      `/media/${key.split('/').map(encodeURIComponent).join('/')}?${sign(`/media/${folderOf(key)}`, audience)}`,
  };
}
