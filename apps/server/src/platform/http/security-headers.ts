import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import fastifyHelmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Nonce of this answer's Content-Security-Policy; empty outside pages. */
    cspNonce: string;
  }
}

/** One year, as the preload list asks at least. */
const hstsMaxAgeS = 31_536_000;

/** Headers of answers that are data: nothing in them may run, be framed or be sniffed as something else. */
export function apiHeaders(https: boolean): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-site',
    ...(https && { 'strict-transport-security': `max-age=${hstsMaxAgeS}; includeSubDomains` }),
  };
}

const nonces = new WeakMap<ServerResponse | IncomingMessage, { nonce: string; socketOrigin: string }>();

function isEmbed(request: IncomingMessage): boolean {
  return request.url?.startsWith('/embed/') ?? false;
}

function nonce(_request: IncomingMessage, response: ServerResponse): string {
  return `'nonce-${nonces.get(response)?.nonce}'`;
}

function socket(_request: IncomingMessage, response: ServerResponse): string {
  return nonces.get(response)?.socketOrigin ?? '';
}

/** The WebSocket origin is spelt out because older Safari does not count it in `'self'`. */
function directives(inlineStyles: boolean, styleHashes: readonly string[]) {
  return {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    objectSrc: ["'none'"],
    formAction: ["'self'"],
    // WebAssembly, which only a script that may run already can load, hashes uploads in a worker; `eval` stays forbidden.
    scriptSrc: ["'self'", nonce, "'wasm-unsafe-eval'"],
    styleSrc: inlineStyles
      ? ["'self'", "'unsafe-inline'"]
      : ["'self'", nonce, ...styleHashes.map((hash) => `'${hash}'`)],
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'", socket],
    workerSrc: ["'self'", 'blob:'],
    manifestSrc: ["'self'"],
    frameSrc: ["'self'"],
    frameAncestors: [(request: IncomingMessage) => (isEmbed(request) ? '*' : "'none'")],
  };
}

/**
 * Security headers of pages in this scope, with a fresh nonce for each answer in `request.cspNonce`. Embeds may be
 * framed anywhere, nothing else may. `inlineStyles` is for the development server, which injects style elements.
 */
export async function registerPageHeaders(
  scope: FastifyInstance,
  options: {
    https: boolean;
    originOf: (headers: IncomingMessage['headers']) => string;
    inlineStyles: boolean;
    styleHashes?: readonly string[];
  },
): Promise<void> {
  scope.addHook('onRequest', (request, reply, done) => {
    request.cspNonce = randomBytes(16).toString('base64url');
    const socketOrigin = options.originOf(request.headers).replace(/^http/, 'ws');
    nonces.set(reply.raw, { nonce: request.cspNonce, socketOrigin });
    if (!isEmbed(request.raw)) reply.header('x-frame-options', 'DENY');
    done();
  });
  await scope.register(fastifyHelmet, {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: directives(options.inlineStyles, options.styleHashes ?? []),
    },
    frameguard: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    hsts: options.https ? { maxAge: hstsMaxAgeS, includeSubDomains: true } : false,
  });
}
