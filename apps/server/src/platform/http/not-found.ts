import type { FastifyInstance, RouteOptions } from 'fastify';
import { AppError } from '../errors.ts';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}$`);
}

/**
 * Answers unknown paths with 404 and known paths asked with another method with 405 and `Allow` (RFC 9110 §15.5.6).
 * Must be installed before the routes, which it learns as they are added; the catch-all of the pages does not count.
 */
export function installNotFound(fastify: FastifyInstance, headers: Record<string, string>): void {
  const known: KnownPath[] = [];
  fastify.addHook('onRoute', (route: RouteOptions) => {
    if (route.url !== '/*' && route.url !== '*')
      known.push({ pattern: patternOf(route.url), methods: [route.method].flat() });
  });
  fastify.setNotFoundHandler((request, reply) => {
    reply.headers(headers);
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = new Set(known.filter(({ pattern }) => pattern.test(path)).flatMap((match) => match.methods));
    if (methods.size === 0 || methods.has(request.method)) {
      throw new AppError('request.not_found', { message: 'There is nothing at this address.' });
    }
    const allow = [...methods].join(', ');
    reply.header('allow', allow);
    throw new AppError('request.method_not_allowed', {
      message: `${request.method} is not possible here; these are: ${allow}.`,
      details: { allow: [...methods] },
    });
  });
}
