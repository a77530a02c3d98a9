import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode, ErrorEnvelope } from '@longwave/contracts/errors';
import type { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { newId } from '../ids.ts';
import { classifyError } from './classify-error.ts';
import { describeError } from './describe-error.ts';

function toEnvelope(error: AppError, requestId: string): ErrorEnvelope {
  const { code, message, details } = error;
  return { error: { code, message, ...(Object.keys(details).length > 0 && { details }), requestId } };
}

/** Logs a failure of the server with its stack; refusals of a caller only appear as the status of the request's own line. */
export function logFailure(log: Log, error: unknown, request: { id: string; method: string; route: string }): AppError {
  const classified = classifyError(error);
  if (classified.status >= 500) {
    log.error(
      { requestId: request.id, method: request.method, route: request.route, error: describeError(error) },
      classified.code,
    );
  }
  return classified;
}

export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unmatched';
}

/** Answers any thrown error as the envelope, with `Retry-After` where the error says when. */
export function installErrorHandler(fastify: FastifyInstance, log: Log): void {
  fastify.setErrorHandler((thrown, request, reply) => sendError(log, thrown, { request, reply }));
}

export function sendError(
  log: Log,
  thrown: unknown,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  const error = logFailure(log, thrown, { id: request.id, method: request.method, route: routeOf(request) });
  if (error.retryAfterS !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterS));
  return reply
    .code(error.status)
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(toEnvelope(error, request.id)));
}

/** The same answer on a hijacked response; once its headers are sent only the connection can tell, so it is cut. */
export function endWithError(response: ServerResponse, error: AppError, requestId: string): void {
  if (response.headersSent || response.writableEnded) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) {
    if (name.startsWith('content-') || name === 'etag' || name === 'accept-ranges') response.removeHeader(name);
  }
  const retryAfter = error.retryAfterS === undefined ? {} : { 'retry-after': String(Math.ceil(error.retryAfterS)) };
  const range = error.code === 'delivery.range_not_satisfiable' ? rangeHeader(error) : {};
  response.writeHead(error.status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...retryAfter,
    ...range,
  });
  response.end(JSON.stringify(toEnvelope(error, requestId)));
}

/** RFC 9110 §15.5.17: a 416 says the size of the whole. */
function rangeHeader(error: AppError): Record<string, string> {
  const { sizeBytes } = error.details;
  return typeof sizeBytes === 'number' ? { 'content-range': `bytes */${sizeBytes}` } : {};
}

/** Answers what is not HTTP enough to reach a route: malformed, too large or too slow headers. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const answers: Record<string, [status: string, code: ErrorCode, message: string]> = {
    HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'request.too_large', 'The headers are too large.'],
    ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'request.timeout', 'The request took too long to arrive.'],
  };
  const [status, code, message] = answers[error.code ?? ''] ?? [
    '400 Bad Request',
    'request.invalid' as const,
    'This is not a well-formed HTTP request.',
  ];
  const body = JSON.stringify({ error: { code, message, requestId: newId<string>() } } satisfies ErrorEnvelope);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
