import type { IncomingHttpHeaders } from 'node:http';
import { anonymous, type Actor } from './actor.ts';
import { AppError } from '../errors.ts';
import type { Authentication } from './http-deps.ts';
import { readSessionToken } from './session-cookie.ts';

/** Who makes a request and by which proof. */
export interface Caller {
  readonly actor: Actor;
  readonly origin: string;
  /** The session cookie's secret; null when a bearer token is used or none came. */
  readonly sessionToken: string | null;
  /** True when the cookie is what identifies the caller, so that a state change needs the CSRF proof. */
  readonly byCookie: boolean;
}

function readBearer(header: string | undefined): string | null {
  if (header === undefined) return null;
  const match = /^Bearer ([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(header);
  if (!match?.[1])
    throw new AppError('auth.invalid_token', { message: 'The Authorization header must be "Bearer <access token>".' });
  return match[1];
}

/**
 * Identifies a caller from request headers: a bearer token wins over the cookie. Without credentials nothing is asked.
 * Errors: `auth.invalid_token` for a bearer token that is malformed, wrong or ended.
 */
export async function identifyCaller(
  auth: Authentication,
  headers: IncomingHttpHeaders,
  origin: string,
): Promise<Caller> {
  const bearerToken = readBearer(headers.authorization);
  const sessionToken = bearerToken === null ? readSessionToken(headers.cookie, origin) : null;
  if (bearerToken === null && sessionToken === null) {
    return { actor: anonymous, origin, sessionToken: null, byCookie: false };
  }
  const actor = await auth.authenticate({ sessionToken, bearerToken });
  return { actor, origin, sessionToken, byCookie: sessionToken !== null && actor.kind === 'user' };
}
