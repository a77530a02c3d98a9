import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { anonymous } from './actor.ts';
import { authorise, type Guard } from './authorise.ts';
import { identifyCaller } from './caller.ts';
import { endWithError, logFailure } from './error-answer.ts';
import type { HttpDeps } from './http-deps.ts';
import { describeRawRoute } from './openapi-routes.ts';
import type { RawRoute } from './raw-route.ts';

/** Query as plain strings. A name that comes twice is refused: signatures and ranges have one value. */
function singleValues(query: unknown): Readonly<Record<string, string>> {
  const values = query as Record<string, string | string[]>;
  for (const name in values) {
    if (typeof values[name] === 'string') continue;
    throw new AppError('request.invalid', {
      message: `${name.slice(0, 60)}: may be given once.`,
      details: { issues: [{ field: name.slice(0, 60), rule: 'repeated', message: 'may be given once' }] },
    });
  }
  return values as Record<string, string>;
}

/** Routes whose signed URL is the permission: the route that issued it was authorised and counted. */
function isSigned(route: RawRoute): boolean {
  return route.permission === 'media.read' || route.permission === 'upload.part';
}

/**
 * Signed routes are the hot path: only a URL made for one account (`aud=u:<id>`) needs to know who asks;
 * any other looks no session up and takes nothing from a rate budget.
 */
async function authoriseSigned(guard: Guard, request: FastifyRequest): Promise<void> {
  const { aud } = request.query as Record<string, unknown>;
  const origin = guard.originOf(request.headers);
  if (typeof aud !== 'string' || !aud.startsWith('u:')) {
    request.caller = { actor: anonymous, origin, sessionToken: null, byCookie: false };
    return;
  }
  request.caller = await identifyCaller(guard.deps, request.headers, origin);
}

function mountRawRoute(fastify: FastifyInstance, deps: { guard: Guard; log: HttpDeps['log'] }, route: RawRoute): void {
  const { guard, log } = deps;
  const signed = isSigned(route);
  fastify.route({
    method: route.method,
    url: route.path,
    logLevel: 'warn',
    config: { described: describeRawRoute(route) },
    onRequest: async (request, reply) => {
      if (signed) await authoriseSigned(guard, request);
      else await authorise(guard, { request, reply }, route);
    },
    handler: async (request, reply) => {
      reply.hijack();
      const response = reply.raw;
      const headers = reply.getHeaders();
      for (const name in headers) {
        const value = headers[name];
        if (value !== undefined) response.setHeader(name, value);
      }
      try {
        await route.handle({
          actor: request.caller.actor,
          params: request.params as Record<string, string>,
          query: singleValues(request.query),
          origin: request.caller.origin,
          request: request.raw,
          response,
        });
      } catch (thrown) {
        const at = { id: request.id, method: request.method, route: route.path };
        endWithError(response, logFailure(log, thrown, at), request.id);
      }
    },
  });
}

/** Mounts the streaming routes in a scope of their own in which no body is parsed. */
export function mountRawRoutes(
  fastify: FastifyInstance,
  deps: { guard: Guard; log: HttpDeps['log'] },
  routes: readonly RawRoute[],
): void {
  void fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const route of routes) mountRawRoute(scope, deps, route);
  });
}
