import type { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RouteContract } from '@longwave/contracts/route';
import { AppError } from '../errors.ts';
import { authorise, authoriseInProcess, type Guard } from './authorise.ts';
import type { Caller } from './caller.ts';
import { checkResponse } from './check-response.ts';
import { classifyError } from './classify-error.ts';
import { etagOf, matchesEtag } from './etag.ts';
import { httpLimits } from './http-deps.ts';
import {
  hashRequest,
  readIdempotencyKey,
  type IdempotentAnswers,
  type IdempotentRequest,
  type KeptAnswer,
} from './idempotency.ts';
import { describeContract } from './openapi-routes.ts';
import type { HttpDetails, MountedRoute, RouteInput, RouteResult } from './routes.ts';
import { writeSessionCookie } from './session-cookie.ts';
import { createRequestReader, type RawParts } from './validate-request.ts';

export interface ContractRouteDeps {
  readonly guard: Guard;
  readonly answers: IdempotentAnswers;
  /** Caller of a page that is being rendered in this process, for whom the page's own requests are made. */
  readonly inProcess: AsyncLocalStorage<Caller>;
  readonly checkResponses: boolean;
}

interface Answer extends KeptAnswer {
  readonly etag: string | null;
}

function detailsOf(request: FastifyRequest, reply: FastifyReply): HttpDetails {
  const { origin, sessionToken } = request.caller;
  return {
    requestId: request.id,
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 400),
    origin,
    sessionToken,
    setSessionCookie: (token, expiresAt) =>
      void reply.header('set-cookie', writeSessionCookie({ token, expiresAt, origin })),
    clearSessionCookie: () =>
      void reply.header('set-cookie', writeSessionCookie({ token: '', expiresAt: new Date(0), origin })),
  };
}

function present(contract: RouteContract, result: RouteResult<unknown> | void, checked: boolean): Answer {
  if (!contract.response) return { status: 204, text: '', etag: null };
  if (!result) throw new Error(`the handler of ${contract.id} gave no data`);
  const text = JSON.stringify(result.meta ? { data: result.data, meta: result.meta } : { data: result.data });
  if (checked) checkResponse(contract, text);
  return { status: contract.status ?? 200, text, etag: result.etag ?? null };
}

function send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  const { status, text } = answer;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    reply.header('cache-control', 'no-store').code(status);
    return status === 204 ? reply.send() : reply.type('application/json; charset=utf-8').send(text);
  }
  const etag = answer.etag ?? etagOf(text);
  reply.header('etag', etag).header('cache-control', 'private, no-cache').header('vary', 'Cookie, Authorization');
  if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.code(status).type('application/json; charset=utf-8').send(text);
}

/** Null where no answer is kept: nobody signed in, nothing to repeat, or a sign-in route, whose answer holds a credential. */
function idempotencyOf(request: FastifyRequest, contract: RouteContract, input: RawParts): IdempotentRequest | null {
  const header = request.headers['idempotency-key'];
  const { actor } = request.caller;
  if (header === undefined || request.method !== 'POST' || actor.kind !== 'user' || contract.csrf === 'exempt')
    return null;
  return {
    caller: actor.userId,
    key: readIdempotencyKey(header),
    requestHash: hashRequest({ method: request.method, url: request.url, body: input.body }),
  };
}

/** Runs a POST once for its key. Refusals are kept like answers; failures of the server and time-dependent refusals are not. */
async function once(
  answers: IdempotentAnswers,
  key: IdempotentRequest,
  { run, reply, requestId }: { run: () => Promise<Answer>; reply: FastifyReply; requestId: string },
): Promise<Answer> {
  const kept = await answers.claim(key);
  if (kept) {
    reply.header('idempotent-replayed', 'true');
    return { ...kept, etag: null };
  }
  try {
    const answer = await run();
    await answers.keep(key, answer);
    return answer;
  } catch (thrown) {
    const error = classifyError(thrown);
    if (error.status >= 500 || error.status === 429 || error.status === 408) {
      await answers.release(key);
      throw thrown;
    }
    const { code, message, details, status } = error;
    await answers.keep(key, { status, text: JSON.stringify({ error: { code, message, details, requestId } }) });
    throw thrown;
  }
}

/** Mounts one contract: authorisation before the body is read, then validation, the handler, and the envelope. */
export function mountContractRoute(fastify: FastifyInstance, deps: ContractRouteDeps, route: MountedRoute): void {
  const { contract, handle } = route;
  const read = createRequestReader(contract);
  fastify.route({
    method: contract.method,
    url: contract.path,
    bodyLimit: contract.bodyLimitBytes ?? httpLimits.bodyBytes,
    config: { described: describeContract(contract) },
    onRequest: async (request, reply) => {
      const caller = deps.inProcess.getStore();
      if (caller) authoriseInProcess(request, caller, contract);
      else await authorise(deps.guard, { request, reply }, contract);
    },
    preParsing: contract.method === 'GET' ? [] : [limitBodyTime],
    handler: async (request, reply) => {
      const input = read({ params: request.params, query: request.query, body: request.body });
      const run = async () => {
        const full = { ...input, actor: request.caller.actor, http: detailsOf(request, reply) };
        return present(contract, await handle(full as RouteInput<RouteContract>), deps.checkResponses);
      };
      const key = idempotencyOf(request, contract, input);
      const answer = key ? await once(deps.answers, key, { run, reply, requestId: request.id }) : await run();
      return send(request, reply, answer);
    },
  });
}

const bodyArrivalMs = 30_000;

/** A JSON body must arrive within 30 s; a slow one would hold memory and a connection. Error: `request.timeout`. */
async function limitBodyTime(
  _request: FastifyRequest,
  _reply: FastifyReply,
  payload: NodeJS.ReadableStream,
): Promise<NodeJS.ReadableStream> {
  const body = payload as NodeJS.ReadableStream & { destroy?: unknown };
  const timer = setTimeout(() => {
    const message = `The body did not arrive within ${bodyArrivalMs / 1000} s.`;
    body.emit('error', new AppError('request.timeout', { message }));
  }, bodyArrivalMs);
  body.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  return body;
}
