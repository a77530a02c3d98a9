import { errorStatus, type ErrorCode } from '@longwave/contracts/errors';

/** A refusal or failure with a stable code. Thrown by use cases; the HTTP layer turns it into the error envelope. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  /** Seconds after which the caller may try again (becomes `Retry-After`). */
  readonly retryAfterS: number | undefined;

  constructor(
    code: ErrorCode,
    options: { message: string; details?: Record<string, unknown>; retryAfterS?: number; cause?: unknown },
  ) {
    super(options.message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfterS = options.retryAfterS;
  }

  /** HTTP status from the one table of codes. */
  get status(): number {
    return errorStatus[this.code];
  }
}
