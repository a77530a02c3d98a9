import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';
import type { SignedUrls } from '../../platform/http/signed-url.ts';
import { contentTypeOf, parseMediaTarget } from './media-path.ts';

/** URLs remembered as good: some hours of all that is being played. */
const rememberedMax = 16_384;

/** A `/media/…` URL whose signature is good: what it opens, for whom and until when. */
export interface MediaGrant {
  readonly key: string;
  readonly contentType: string;
  readonly query: string;
  /** `public`, or `u:<userId>`. */
  readonly audience: string;
  readonly expiresMs: number;
}

export interface MediaGrants {
  /** The grant of a URL, or throws `delivery.not_found`, `delivery.signature_invalid`, `delivery.signature_expired`. */
  require(url: string): MediaGrant;
}

export function notFound(): AppError {
  return new AppError('delivery.not_found', { message: 'There is no such file.' });
}
function refused(): AppError {
  return new AppError('delivery.signature_invalid', { message: 'This URL does not open this file for you.' });
}
function expired(): AppError {
  return new AppError('delivery.signature_expired', { message: 'This URL has expired; ask for a fresh one.' });
}

/** Checks each URL once and remembers the good ones; the expiry is compared every time. */
export function createMediaGrants(deps: { signed: SignedUrls; clock: Clock }): MediaGrants {
  const remembered = new Map<string, MediaGrant>();

  function check(url: string): MediaGrant {
    const target = parseMediaTarget(url);
    if (target === null) throw notFound();
    const { key, folder, query } = target;
    const values = Object.fromEntries(new URLSearchParams(query));
    const refusal = deps.signed.check(folder, values);
    if (refusal === 'expired') throw expired();
    const { aud, exp } = values;
    if (refusal === 'invalid' || aud === undefined || exp === undefined) throw refused();
    return { key, contentType: contentTypeOf(key), query, audience: aud, expiresMs: Number(exp) * 1000 };
  }
  function remember(url: string, grant: MediaGrant): void {
    remembered.set(url, grant);
    const [oldest] = remembered.keys();
    if (remembered.size > rememberedMax && oldest !== undefined) remembered.delete(oldest);
  }
  return {
    require(url) {
      const known = remembered.get(url);
      if (known && known.expiresMs < deps.clock.now().getTime()) throw expired();
      if (known) return known;
      const grant = check(url);
      remember(url, grant);
      return grant;
    },
  };
}

/** A URL made for one person opens nothing for anyone else, even with its signature. */
export function assertAudience(grant: MediaGrant, actor: Actor): void {
  if (grant.audience === 'public') return;
  if (actor.kind === 'user' && grant.audience === `u:${actor.userId}`) return;
  throw refused();
}
