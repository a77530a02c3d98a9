import type { FastifyReply, FastifyRequest } from 'fastify';
import { permissions, roleMay, type Permission } from '@longwave/contracts/permissions';
import { AppError } from '../errors.ts';
import { anonymous, roleOf } from './actor.ts';
import { identifyCaller, type Caller } from './caller.ts';
import { hasCsrfProof, isCrossSite } from './csrf.ts';
import type { HttpDeps } from './http-deps.ts';
import { countRequest } from './rate-limit.ts';

/** What authorisation needs to know of a route. */
export interface GuardedRoute {
  readonly id: string;
  readonly permission: Permission;
  readonly ratePerMinute?: number | undefined;
  readonly csrf?: 'exempt' | undefined;
}

export interface Guard {
  readonly deps: Pick<HttpDeps, 'authenticate' | 'csrfTokenOf' | 'limits' | 'config'>;
  readonly originOf: (headers: FastifyRequest['headers']) => string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by authorisation before any handler of ours runs. */
    caller: Caller;
  }
}

function checkPermission(caller: Caller, permission: Permission): void {
  if (roleMay(roleOf(caller.actor), permission)) return;
  if (caller.actor.kind === 'anonymous') throw new AppError('auth.required', { message: 'Sign in to do this.' });
  throw new AppError('auth.forbidden', {
    message: `This needs the role "${permissions[permission]}" or a higher one.`,
    details: { required: permissions[permission] },
  });
}

function checkCsrf(guard: Guard, request: FastifyRequest, route: GuardedRoute): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, byCookie, sessionToken } = request.caller;
  const refused =
    route.csrf === 'exempt'
      ? isCrossSite(request.headers, origin, guard.deps.config.CORS_ORIGINS)
      : byCookie &&
        sessionToken !== null &&
        !hasCsrfProof(request.headers, origin, () => guard.deps.csrfTokenOf(sessionToken));
  if (!refused) return;
  throw new AppError('auth.csrf_failed', {
    message: 'Send the session\'s csrfToken in the "X-CSRF-Token" header, or make the request from this site.',
  });
}

/**
 * Everything decided before a body is read: who calls, how often, whether they may, and whether their browser meant it.
 * Errors: `auth.invalid_token`, `request.rate_limited`, `auth.required`, `auth.forbidden`, `auth.csrf_failed`.
 */
export async function authorise(
  guard: Guard,
  http: { request: FastifyRequest; reply: FastifyReply },
  route: GuardedRoute,
): Promise<void> {
  const { request } = http;
  const origin = guard.originOf(request.headers);
  try {
    request.caller = await identifyCaller(guard.deps, request.headers, origin);
  } catch (error) {
    // Guesses of tokens cost their network the same budget as any other request.
    await countRequest(guard.deps.limits, http, { actor: anonymous, route });
    throw error;
  }
  await countRequest(guard.deps.limits, http, { actor: request.caller.actor, route });
  checkPermission(request.caller, route.permission);
  checkCsrf(guard, request, route);
}

/** Authorisation of a request that our own page rendering makes for a visitor whom it has identified and counted already. */
export function authoriseInProcess(request: FastifyRequest, caller: Caller, route: GuardedRoute): void {
  request.caller = caller;
  checkPermission(caller, route.permission);
}
