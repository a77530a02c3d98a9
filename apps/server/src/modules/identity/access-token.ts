import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { UserId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import type { IdentityDeps } from './identity-deps.ts';

/** Life of an access token in seconds. */
export const accessTokenLifeS = 15 * 60;

const audience = 'longwave-api';
/** RFC 9068 §2.1: no other kind of JWT can pass as an access token. */
const type = 'at+jwt';
const lengthMax = 2048;
const Claims = z.object({ sub: UserId, jti: z.uuid() });

type TokenDeps = Pick<IdentityDeps, 'clock' | 'secrets' | 'config'>;

function issuerOf(config: TokenDeps['config']): string {
  return config.PUBLIC_URL ?? 'urn:longwave:local';
}

/** Signs an access token (JWT, EdDSA with Ed25519, RFC 8037) with the newest key. */
export async function signAccessToken(deps: TokenDeps, claims: { userId: UserId; jwtId: string }): Promise<string> {
  const [key] = deps.secrets.tokenKeys;
  if (!key) throw new Error('access tokens need a key');
  const issuedAtS = Math.floor(deps.clock.now().getTime() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: type })
    .setIssuer(issuerOf(deps.config))
    .setAudience(audience)
    .setSubject(claims.userId)
    .setJti(claims.jwtId)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + accessTokenLifeS)
    .sign(key.privateKey);
}

/**
 * Claims of a token that one of our keys signed and that has not expired; `auth.invalid_token` for everything else.
 * The algorithm is ours, never the token's choice (RFC 8725 §3.1). Whether it was revoked is the caller's question.
 */
export async function verifyAccessToken(deps: TokenDeps, token: string): Promise<{ userId: UserId; jwtId: string }> {
  if (token.length > lengthMax) throw invalidToken();
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = deps.secrets.tokenKeys.find((candidate) => candidate.kid === kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key.publicKey;
      },
      {
        algorithms: ['EdDSA'],
        typ: type,
        issuer: issuerOf(deps.config),
        audience,
        requiredClaims: ['sub', 'jti', 'iat', 'exp'],
        currentDate: deps.clock.now(),
      },
    );
    const claims = Claims.safeParse(payload);
    if (!claims.success) throw invalidToken();
    return { userId: claims.data.sub, jwtId: claims.data.jti };
  } catch (error) {
    if (error instanceof errors.JOSEError) throw invalidToken(error);
    throw error;
  }
}

/** The one answer to every bearer token that opens nothing; it does not say why. */
export function invalidToken(cause?: unknown): AppError {
  return new AppError('auth.invalid_token', {
    message: 'The access token is wrong, expired or revoked. Ask for a new one at POST /api/auth/token.',
    cause,
  });
}
