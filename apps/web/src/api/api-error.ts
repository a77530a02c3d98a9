import type { ErrorCode } from '@longwave/contracts/errors';

/** Codes of the server, and two of our own: nothing came back, or something that is no answer of this server. */
export type ApiErrorCode = ErrorCode | 'client.network' | 'client.bad_answer';

export interface FieldIssue {
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

/** An answer that is not 2xx. `message` is a sentence for a person; `details` carries what the code documents. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(input: { code: ApiErrorCode; status: number; message: string; details?: Record<string, unknown> }) {
    super(input.message);
    this.code = input.code;
    this.status = input.status;
    this.details = input.details ?? {};
  }
}

/** Refused fields of a `request.invalid` answer: field name → sentence. Empty for every other error. */
export function fieldIssues(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError)) return {};
  const issues = error.details['issues'] ?? error.details['fields'];
  if (!Array.isArray(issues)) return {};
  return Object.fromEntries(
    (issues as FieldIssue[]).map((issue) => [issue.field.replace(/^body\./, ''), issue.message]),
  );
}
