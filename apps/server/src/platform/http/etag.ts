import { hash } from 'node:crypto';

/** Strong validator of these bytes (RFC 9110 §8.8.3): their SHA-256, quoted. */
export function etagOf(bytes: string | Uint8Array): string {
  return `"${hash('sha256', bytes, 'base64url')}"`;
}

/** Whether `If-None-Match` names this validator; the comparison is the weak one of RFC 9110 §13.1.2. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = etag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === opaque);
}
