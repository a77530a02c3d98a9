import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** Signing keys, newest first; the newest signs, all verify (so a rotation overlaps). `secret` ≥ 32 bytes. */
export interface SigningKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

export interface SignedUrls {
  /**
   * Query string (`exp`, `aud`, `kid`, `sig`) that opens every path under `prefix` until `expiresAt` for the audience.
   * The HMAC-SHA-256 covers prefix, expiry and audience, not the method: HEAD and GET share it.
   */
  sign(prefix: string, expiresAt: Date, audience: string): string;
  /** Which refusal applies, or null when the query opens `prefix`. Constant-time in the signature. */
  check(prefix: string, query: Readonly<Record<string, string>>): 'invalid' | 'expired' | null;
}

interface Claim {
  readonly prefix: string;
  readonly expS: string;
  readonly audience: string;
}

function mac(secret: KeyObject, { prefix, expS, audience }: Claim): Buffer {
  return createHmac('sha256', secret).update(`${prefix}\n${expS}\n${audience}`).digest();
}

export function createSignedUrls(deps: { keys: readonly SigningKey[]; clock: Clock }): SignedUrls {
  // Made once: turning bytes into a key costs as much as the HMAC itself.
  const keys = deps.keys.map(({ id, secret }) => ({ id, secret: createSecretKey(secret) }));
  const [newest] = keys;
  if (!newest) throw new Error('signed urls need at least one key');
  return {
    sign(prefix, expiresAt, audience) {
      const expS = String(Math.floor(expiresAt.getTime() / 1000));
      const sig = mac(newest.secret, { prefix, expS, audience }).toString('base64url');
      return new URLSearchParams({ exp: expS, aud: audience, kid: newest.id, sig }).toString();
    },
    check(prefix, query) {
      const { exp, aud, kid, sig } = query;
      const key = keys.find((candidate) => candidate.id === kid);
      if (!key || exp === undefined || aud === undefined || sig === undefined || !/^\d{1,12}$/.test(exp))
        return 'invalid';
      const given = Buffer.from(sig, 'base64url');
      const expected = mac(key.secret, { prefix, expS: exp, audience: aud });
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'invalid';
      return Number(exp) * 1000 < deps.clock.now().getTime() ? 'expired' : null;
    },
  };
}
