import { DrizzleQueryError } from 'drizzle-orm';

const causesMax = 8;

interface LoggableError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack: string;
  readonly cause?: LoggableError;
}

/**
 * An error as a log line may show it. A failed query's own message lists its parameters (e-mail addresses, hashes),
 * so only its SQL text is kept; the database's reason is in the cause.
 */
export function describeError(error: unknown, depth = 0): LoggableError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'a thrown value that is not an Error', stack: '' };
  const message = error instanceof DrizzleQueryError ? `failed query: ${error.query}` : error.message;
  const frames = error.stack?.slice(error.stack.indexOf('\n    at ')) ?? '';
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message,
    stack: `${error.name}: ${message}${frames}`,
    ...(typeof code === 'string' && { code }),
    ...(error.cause instanceof Error && depth < causesMax && { cause: describeError(error.cause, depth + 1) }),
  };
}
