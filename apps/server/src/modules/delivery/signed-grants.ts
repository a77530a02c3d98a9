import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';
import type { SignedUrls } from '../../platform/http/signed-url.ts';
import type { MediaTarget } from './media-path.ts';

/** Signatures remembered as good; one covers a folder, so this is the number of renditions being played. */
const rememberedMax = 4096;

/** What a good signature opens. */
export interface Grant {
  /** `public`, or `u:<userId>`. */
  readonly audience: string;
  readonly expiresMs: number;
}

export interface SignedGrants {
  /** The grant of a request's signature, or throws `delivery.signature_invalid` / `delivery.signature_expired`. */
  require(target: MediaTarget): Grant;
}

/** Checks signatures, each folder and query once; the expiry is compared every time. Only good ones are remembered. */
export function createSignedGrants(deps: { signed: SignedUrls; clock: Clock }): SignedGrants {
  const remembered = new Map<string, Grant>();
  return {
    require({ folder, query }) {
      const id = `${folder}?${query}`;
      const known = remembered.get(id);
      if (known) {
        if (known.expiresMs < deps.clock.now().getTime()) throw expired();
        return known;
      }
      const values = Object.fromEntries(new URLSearchParams(query));
      const refusal = deps.signed.check(folder, values);
      if (refusal === 'expired') throw expired();
      const { aud, exp } = values;
      if (refusal === 'invalid' || aud === undefined || exp === undefined) throw refused();
      const grant: Grant = { audience: aud, expiresMs: Number(exp) * 1000 };
      remembered.set(id, grant);
      const [oldest] = remembered.keys();
      if (remembered.size > rememberedMax && oldest !== undefined) remembered.delete(oldest);
      return grant;
    },
  };
}

/** A URL made for one person opens nothing for anyone else, even with its signature. */
export function assertAudience(grant: Grant, actor: Actor): void {
  if (grant.audience === 'public') return;
  if (actor.kind === 'user' && grant.audience === `u:${actor.userId}`) return;
  throw refused();
}

function refused(): AppError {
  return new AppError('delivery.signature_invalid', { message: 'This URL does not open this file for you.' });
}
function expired(): AppError {
  return new AppError('delivery.signature_expired', { message: 'This URL has expired; ask for a fresh one.' });
}
