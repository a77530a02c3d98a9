/** Why a request of an upload failed; `status` 0 and code `network` when no answer came. */
export class UploadError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(failure: { readonly code: string; readonly message: string; readonly status: number }) {
    super(failure.message);
    this.name = 'UploadError';
    this.code = failure.code;
    this.status = failure.status;
  }
}

/** Whether the same request may well succeed later without anybody changing anything. A full disk does not heal so. */
export function isTransient(error: unknown): error is UploadError {
  if (!(error instanceof UploadError)) return false;
  const { status } = error;
  return status === 0 || status === 408 || status === 429 || (status >= 500 && status !== 507);
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof UploadError && codes.includes(error.code);
}
