import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';

/**
 * JSON is the only body that routes read. `__proto__` and `constructor.prototype` keys are refused; an empty body
 * with a JSON content type counts as none. Errors: `request.malformed_json` (which never repeats the body).
 */
export function installJsonBody(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text.length === 0) {
      done(null, undefined);
      return;
    }
    void parse(request, String(text), (error, body) => {
      if (!error) {
        done(null, body);
        return;
      }
      const message = 'The body is not well-formed JSON, or holds a forbidden key.';
      done(new AppError('request.malformed_json', { message }));
    });
  });
}
