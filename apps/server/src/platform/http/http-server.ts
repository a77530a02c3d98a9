import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders, Server } from 'node:http';
import fastifyCors from '@fastify/cors';
import Fastify, {
  type FastifyInstance,
  type FastifyRequest,
  type InjectOptions,
  type LightMyRequestResponse,
  LogController,
} from 'fastify';
import type { Guard } from './authorise.ts';
import { identifyCaller, type Caller } from './caller.ts';
import { mountContractRoute, type ContractRouteDeps } from './contract-routes.ts';
import { docsStyleHashes, mountDocsPage, mountOpenApiDocument } from './docs-page.ts';
import { installDrain, type Drain } from './drain.ts';
import { answerClientError, installErrorHandler, sendError } from './error-answer.ts';
import { mountHealth } from './health.ts';
import { httpLimits, type HttpDeps } from './http-deps.ts';
import { createIdempotentAnswers } from './idempotency.ts';
import { installJsonBody } from './json-body.ts';
import { installNotFound } from './not-found.ts';
import { registerOpenApi } from './openapi.ts';
import { createOriginOf } from './origin.ts';
import { mountRawRoutes } from './raw-routes.ts';
import { installTrace, requestIdOf } from './request-trace.ts';
import { apiHeaders, registerPageHeaders } from './security-headers.ts';

/** API calls made inside this process for a visitor, with the visitor's own rights. */
export interface InProcessApi {
  /** The envelope that `GET path` answers, error envelopes included. */
  get(path: string): Promise<unknown>;
}

export interface HttpServer {
  readonly fastify: FastifyInstance;
  readonly server: Server;
  /** Opens the port; answers the address for a person. Port 0 takes a free one. */
  listen(address: { host: string; port: number }): Promise<{ url: string; port: number }>;
  /** A request without a socket. */
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
  /** Who made a request that is not routed here, such as a WebSocket handshake. */
  identify(headers: IncomingHttpHeaders): Promise<Caller>;
  /** API for rendering a page of this request; the visitor is identified and counted once for the page. */
  apiFor(request: FastifyRequest): InProcessApi;
  readonly guard: Guard;
  readonly draining: boolean;
  close(graceMs: number): Promise<void>;
}

function createFastify({ config, log }: HttpDeps): FastifyInstance {
  return Fastify({
    loggerInstance: log,
    // One shared logger: a child for each request costs more than putting the request's id into its few lines.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    // One proxy is believed: the address it saw, not what a client wrote into the header before it.
    trustProxy: config.TRUST_PROXY ? (_address, hop) => hop < 1 : false,
    genReqId: requestIdOf,
    bodyLimit: httpLimits.bodyBytes,
    requestTimeout: httpLimits.requestMs,
    keepAliveTimeout: httpLimits.keepAliveMs,
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void sendError(log, error, { request, reply }),
    routerOptions: { maxParamLength: httpLimits.urlParamChars },
    http: { maxHeaderSize: httpLimits.headerBytes, headersTimeout: httpLimits.headersMs },
  }) as unknown as FastifyInstance;
}

function allowOrigins(scope: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  void scope.register(fastifyCors, {
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'content-type',
      'authorization',
      'x-csrf-token',
      'idempotency-key',
      'if-none-match',
      'x-request-id',
    ],
    exposedHeaders: [
      'etag',
      'x-request-id',
      'x-api-version',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'location',
    ],
    maxAge: 600,
    hideOptionsRoute: true,
  });
}

function mountApi(
  fastify: FastifyInstance,
  deps: HttpDeps,
  route: ContractRouteDeps & { headers: Record<string, string> },
): void {
  void fastify.register(async (scope) => {
    allowOrigins(scope, deps.config.CORS_ORIGINS);
    scope.addHook('onRequest', (_request, reply, done) => {
      reply.headers(route.headers);
      done();
    });
    for (const mounted of deps.modules.flatMap((module) => module.routes)) mountContractRoute(scope, route, mounted);
    mountHealth(scope, { ...deps, guard: route.guard });
    mountOpenApiDocument(scope);
  });
  const rawRoutes = deps.modules.flatMap((module) => module.rawRoutes ?? []);
  mountRawRoutes(fastify, { guard: route.guard, log: deps.log }, rawRoutes);
}

function createApiFor(fastify: FastifyInstance, inProcess: AsyncLocalStorage<Caller>): HttpServer['apiFor'] {
  return (request) => ({
    get: (path) =>
      inProcess.run(request.caller, async () => {
        const answer = await fastify.inject({
          method: 'GET',
          url: path,
          remoteAddress: request.ip,
          headers: { 'user-agent': request.headers['user-agent'] ?? '', 'x-request-id': request.id },
        });
        return answer.json() as unknown;
      }),
  });
}

function createListen(fastify: FastifyInstance): HttpServer['listen'] {
  return async ({ host, port }) => {
    await fastify.listen({ host, port });
    const address = fastify.server.address();
    const actual = typeof address === 'object' && address ? address.port : port;
    const named = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host) ? 'localhost' : host;
    return { url: `http://${named.includes(':') ? `[${named}]` : named}:${actual}`, port: actual };
  };
}

/** Trace, drain, errors and bodies: what every route shares, in the order in which it must act. */
function installShared(
  fastify: FastifyInstance,
  deps: HttpDeps,
  shared: { headers: Record<string, string>; isInProcess: () => boolean },
): Drain {
  const { headers, isInProcess } = shared;
  fastify.server.maxHeadersCount = httpLimits.headersMax;
  fastify.decorateRequest('cspNonce', '');
  fastify.decorateRequest('caller');
  installErrorHandler(fastify, deps.log);
  installTrace(fastify, { log: deps.log, metrics: deps.metrics, isInProcess });
  const drain = installDrain(fastify, isInProcess);
  installNotFound(fastify, headers);
  installJsonBody(fastify);
  return drain;
}

/** The HTTP server with all routes of the modules, the API document, health and metrics; pages are added by `mountPages`. */
export async function createHttpServer(deps: HttpDeps): Promise<HttpServer> {
  const fastify = createFastify(deps);
  const originOf = createOriginOf(deps.config);
  const inProcess = new AsyncLocalStorage<Caller>();
  const https = deps.config.PUBLIC_URL?.startsWith('https:') ?? false;
  const guard: Guard = { deps, originOf };
  const plainHeaders = apiHeaders(https);
  const drain = installShared(fastify, deps, {
    headers: plainHeaders,
    isInProcess: () => inProcess.getStore() !== undefined,
  });
  await registerOpenApi(fastify, { version: '1', publicUrl: deps.config.PUBLIC_URL });
  mountApi(fastify, deps, {
    guard,
    headers: plainHeaders,
    inProcess,
    answers: createIdempotentAnswers(deps),
    checkResponses: deps.config.NODE_ENV !== 'production',
  });
  void fastify.register(async (scope) => {
    await registerPageHeaders(scope, { https, originOf, inlineStyles: false, styleHashes: docsStyleHashes });
    await mountDocsPage(scope);
  });
  return {
    fastify,
    server: fastify.server,
    listen: createListen(fastify),
    inject: (options) => fastify.inject(options),
    identify: (headers) => identifyCaller(deps, headers, originOf(headers)),
    apiFor: createApiFor(fastify, inProcess),
    guard,
    get draining() {
      return drain.draining;
    },
    close: (graceMs) => drain.close(graceMs),
  };
}
