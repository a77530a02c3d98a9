import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

function equalInConstantTime(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Whether a browser says that another site made this request: a foreign `Origin`, or `Sec-Fetch-Site: cross-site`
 * without an Origin that is allowed. Programs send neither header and are not cross-site.
 */
export function isCrossSite(
  headers: IncomingHttpHeaders,
  ownOrigin: string,
  allowedOrigins: readonly string[],
): boolean {
  if (headers.origin !== undefined) return headers.origin !== ownOrigin && !allowedOrigins.includes(headers.origin);
  return headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site';
}

/**
 * Proof that a request with the session cookie was meant by our own page: the session's token in `X-CSRF-Token`,
 * or the browser's word that the page is ours (`Sec-Fetch-Site: same-origin`, or an `Origin` equal to our own).
 */
export function hasCsrfProof(headers: IncomingHttpHeaders, ownOrigin: string, expectedToken: () => string): boolean {
  const token = headers['x-csrf-token'];
  if (typeof token === 'string' && equalInConstantTime(token, expectedToken())) return true;
  return headers['sec-fetch-site'] === 'same-origin' || headers.origin === ownOrigin;
}
