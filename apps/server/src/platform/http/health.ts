import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { roleOf } from './actor.ts';
import { identifyCaller } from './caller.ts';
import type { Guard } from './authorise.ts';
import { describeError } from './describe-error.ts';
import type { HttpDeps } from './http-deps.ts';
import { describeContract, type DescribedRoute } from './openapi-routes.ts';

const checkTimeoutMs = 2_000;

interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
}

async function runCheck(log: HttpDeps['log'], check: HttpDeps['readiness'][number]): Promise<CheckResult> {
  const timeout = AbortSignal.timeout(checkTimeoutMs);
  const late = new Promise<never>((_resolve, reject) => {
    timeout.addEventListener('abort', () => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), { once: true });
  });
  try {
    await Promise.race([check.check(), late]);
    return { name: check.name, ok: true };
  } catch (error) {
    log.warn({ check: check.name, error: describeError(error) }, 'not ready');
    return { name: check.name, ok: false };
  }
}

/** Runs the checks; requests that come while they run share the result, so that probes cannot pile up. */
function createReadiness(deps: Pick<HttpDeps, 'readiness' | 'log'>): () => Promise<CheckResult[]> {
  let running: Promise<CheckResult[]> | null = null;
  return () => {
    running ??= Promise.all(deps.readiness.map((check) => runCheck(deps.log, check))).finally(() => {
      running = null;
    });
    return running;
  };
}

/** The machine itself: a loopback address with no proxy in between (a proxy on this machine would make everyone local). */
function isLocal(request: FastifyRequest, trustProxy: boolean): boolean {
  const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  if (forwarded && !trustProxy) return false;
  const { ip } = request;
  return isIP(ip) !== 0 && (ip === '::1' || /^(?:::ffff:)?127\./.test(ip));
}

async function allowMetrics(guard: Guard, request: FastifyRequest): Promise<void> {
  if (isLocal(request, guard.deps.config.TRUST_PROXY)) return;
  const { actor } = await identifyCaller(guard.deps, request.headers, guard.originOf(request.headers));
  if (roleOf(actor) === 'admin') return;
  if (actor.kind === 'anonymous')
    throw new AppError('auth.required', { message: 'Metrics are for this machine and for admins.' });
  throw new AppError('auth.forbidden', { message: 'Metrics are for this machine and for admins.' });
}

function describe(id: string, path: string, summary: string): DescribedRoute {
  const response = z.object({ status: z.string(), checks: z.array(z.object({ name: z.string(), ok: z.boolean() })) });
  return describeContract({
    id,
    method: 'GET',
    path,
    tag: 'operations',
    summary,
    permission: 'docs.read',
    response: id === 'readReadiness' ? response : response.pick({ status: true }),
  });
}

/** `/healthz` (this process answers), `/readyz` (it can do its work) and `/metrics` (Prometheus text). */
export function mountHealth(
  fastify: FastifyInstance,
  deps: Pick<HttpDeps, 'readiness' | 'log' | 'metrics'> & { guard: Guard },
): void {
  const readiness = createReadiness(deps);
  const health = describe('readHealth', '/healthz', 'Whether the process is alive');
  fastify.get('/healthz', { config: { described: health } }, async () => ({ data: { status: 'ok' } }));

  const ready = describe('readReadiness', '/readyz', 'Whether database, storage and migrations are ready');
  fastify.get('/readyz', { config: { described: ready } }, async () => {
    const checks = await readiness();
    const failed = checks.filter((check) => !check.ok).map((check) => check.name);
    if (failed.length === 0) return { data: { status: 'ready', checks } };
    throw new AppError('server.unavailable', {
      message: `Not ready: ${failed.join(', ')}.`,
      details: { failed, checks },
      retryAfterS: 5,
    });
  });

  const described: DescribedRoute = {
    ...describe('readMetrics', '/metrics', 'Prometheus metrics; from this machine, or for an admin'),
    security: [{}, { session: [] }, { bearer: [] }],
    response: { 200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } } },
  };
  const onRequest = (request: FastifyRequest) => allowMetrics(deps.guard, request);
  fastify.get('/metrics', { config: { described }, onRequest }, async (_request, reply) =>
    reply.type(deps.metrics.contentType).send(await deps.metrics.text()),
  );
}
