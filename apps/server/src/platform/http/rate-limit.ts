import { isIPv6 } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { RateLimits } from '../limits.ts';
import type { Actor } from './actor.ts';
import { httpLimits } from './http-deps.ts';

const windowS = 60;

/** The address that counts as one visitor: an IPv4 address, or the /64 network of an IPv6 one (one line's customer). */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = ip.split('::');
  const groups = head.split(':').filter(Boolean);
  const tailGroups = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - tailGroups.length;
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...tailGroups].slice(0, 4).join(':');
}

/**
 * Counts a request against its budget and writes `RateLimit` and `RateLimit-Policy`
 * (draft-ietf-httpapi-ratelimit-headers-10). A route's own limit replaces the general one.
 * Errors: `request.rate_limited` with Retry-After.
 */
export async function countRequest(
  limits: RateLimits,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { actor, route }: { actor: Actor; route: { id: string; ratePerMinute?: number | undefined } },
): Promise<void> {
  const reading = request.method === 'GET' || request.method === 'HEAD';
  const policy = route.ratePerMinute === undefined ? (reading ? 'reads' : 'writes') : route.id;
  const budget = route.ratePerMinute ?? (reading ? httpLimits.readsPerMinute : httpLimits.writesPerMinute);
  const who = actor.kind === 'user' ? `u:${actor.userId}` : `ip:${networkOf(request.ip)}`;
  const verdict = await limits.consume(`http:${policy}:${who}`, { budget, windowS });
  const resetInS = Math.ceil(verdict.resetInS);
  reply.header('ratelimit-policy', `"${policy}";q=${budget};w=${windowS}`);
  reply.header('ratelimit', `"${policy}";r=${Math.max(0, verdict.remaining)};t=${resetInS}`);
  if (verdict.allowed) return;
  throw new AppError('request.rate_limited', {
    message: `Too many requests: ${budget} a minute are allowed. Try again in ${resetInS} s.`,
    details: { limit: budget, windowS },
    retryAfterS: Math.max(1, resetInS),
  });
}
