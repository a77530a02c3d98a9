import { createHash, createHmac, randomBytes } from 'node:crypto';
import { networkOf } from '../../platform/http/rate-limit.ts';

const secretPattern = /^[A-Za-z0-9_-]{43}$/;

/** A new secret for a session cookie: 256 random bits, base64url. */
export function newSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a cookie can be one of ours at all; others are not looked up. */
export function isSessionSecret(text: string): boolean {
  return secretPattern.test(text);
}

/** What the table keeps of a secret or token: its SHA-256 in hex. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** CSRF token of a session: HMAC-SHA-256 of the cookie's secret, so it needs no storage and ends with the session. */
export function csrfTokenOf(csrfSecret: Uint8Array, sessionSecret: string): string {
  return createHmac('sha256', csrfSecret).update(`csrf\n${sessionSecret}`).digest('base64url');
}

/** Keyed hash of a client's network: tells sessions apart without keeping addresses. */
export function hashIp(ipHashSecret: Uint8Array, ip: string): string {
  return createHmac('sha256', ipHashSecret).update(networkOf(ip)).digest('base64url').slice(0, 22);
}
