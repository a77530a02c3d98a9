import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { routeOf } from './error-answer.ts';
import { apiVersion } from './http-deps.ts';

const saneRequestId = /^[A-Za-z0-9._-]{1,64}$/;

/** The id that a proxy or client gave in `X-Request-Id` when it is plain and short, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && saneRequestId.test(given) ? given : newId<string>();
}

/**
 * One log line and one sample for each request. The line has the path without its query: queries carry signatures and
 * the set-up token. Streams of media are logged at `debug`.
 */
export function installTrace(
  fastify: FastifyInstance,
  deps: { log: Log; metrics: Metrics; isInProcess: () => boolean },
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('x-api-version', apiVersion);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    const durationMs = reply.elapsedTime;
    deps.metrics.observeRequest({
      method: request.method,
      route,
      status: reply.raw.statusCode,
      durationS: durationMs / 1000,
    });
    const level = request.routeOptions.logLevel === 'warn' || deps.isInProcess() ? 'debug' : 'info';
    if (deps.log.isLevelEnabled(level)) {
      const actor = request.caller?.actor;
      deps.log[level](
        {
          requestId: request.id,
          method: request.method,
          path: request.url.split('?', 1)[0],
          route,
          status: reply.raw.statusCode,
          durationMs: Math.round(durationMs * 100) / 100,
          ...(actor?.kind === 'user' && { userId: actor.userId }),
        },
        'request',
      );
    }
    done();
  });
}
