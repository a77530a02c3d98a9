import { AppError } from '../errors.ts';

const causesMax = 8;
/** No space (POSIX), quota reached, PostgreSQL `disk_full`. */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', '53100']);
/** Socket errors of the driver and SQLSTATE of a server that goes away, starts up or has no free connection. */
const unreachableCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN']);
const unreachableStates = /^(?:08...|57P0[123]|53300)$/;
const unreachableMessages =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|is closed$/i;

/** An error and everything that caused it, outermost first. */
function* chainOf(error: unknown): Generator<Error & { code?: unknown; statusCode?: unknown }> {
  const waiting: unknown[] = [error];
  for (let seen = 0; waiting.length > 0 && seen < causesMax; seen++) {
    const next = waiting.shift();
    if (!(next instanceof Error)) continue;
    yield next;
    waiting.push(next.cause);
    if (next instanceof AggregateError) waiting.push(...next.errors);
  }
}

function fromFramework(error: Error & { code?: unknown; statusCode?: unknown }): AppError | null {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AppError('request.too_large', { message: 'The request body is larger than this route accepts.' });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError('request.unsupported_media_type', {
        message: 'Send the body as "Content-Type: application/json".',
      });
    case 'FST_ERR_HANDLER_TIMEOUT':
      return new AppError('request.timeout', { message: 'The request took too long.' });
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new AppError('request.invalid', {
        message: 'The URL is malformed or too long.',
        details: { issues: [{ field: 'url', rule: 'format', message: 'malformed or too long' }] },
      });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new AppError('request.invalid', {
        message: 'Content-Length: differs from the size of the body.',
        details: { issues: [{ field: 'Content-Length', rule: 'size', message: 'differs from the size of the body' }] },
      });
    default:
      return null;
  }
}

/** What an error means to a caller. Everything unknown is `server.internal` with a message that says nothing of its cause. */
export function classifyError(error: unknown): AppError {
  if (error instanceof AppError && error.status < 500) return error;
  for (const link of chainOf(error)) {
    const code = typeof link.code === 'string' ? link.code : '';
    if (fullCodes.has(code)) {
      return new AppError('server.storage_full', { message: 'The server has no space left.', cause: error });
    }
    if (unreachableCodes.has(code) || unreachableStates.test(code) || unreachableMessages.test(link.message)) {
      return new AppError('server.unavailable', {
        message: 'The server cannot reach its database. Try again shortly.',
        retryAfterS: 5,
        cause: error,
      });
    }
    const known = fromFramework(link);
    if (known) return known;
  }
  if (error instanceof AppError && error.code !== 'server.internal') return error;
  return new AppError('server.internal', { message: 'Something went wrong on the server.', cause: error });
}
