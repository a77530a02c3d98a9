import { z } from 'zod';

/**
 * The one table of error codes and the HTTP status each is answered with.
 * A code is `<module>.<what>`; its meaning never changes once released, so programs may rely on it.
 */
export const errorStatus = {
  'request.invalid': 400,
  'request.malformed_json': 400,
  'request.too_large': 413,
  'request.unsupported_media_type': 415,
  'request.rate_limited': 429,
  'request.timeout': 408,
  'request.not_found': 404,
  'request.method_not_allowed': 405,
  'request.idempotency_conflict': 409,
  'request.precondition_failed': 412,
  'server.internal': 500,
  'server.unavailable': 503,
  'server.shutting_down': 503,
  'server.storage_full': 507,
  'auth.required': 401,
  'auth.invalid_credentials': 401,
  'auth.invalid_token': 401,
  'auth.csrf_failed': 403,
  'auth.forbidden': 403,
  'auth.registration_closed': 403,
  'auth.account_suspended': 403,
  'auth.email_taken': 409,
  'auth.handle_taken': 409,
  'auth.password_too_common': 422,
  'auth.session_not_found': 404,
  'setup.already_done': 409,
  'setup.invalid_token': 403,
  'profile.not_found': 404,
  'upload.not_found': 404,
  'upload.too_large': 413,
  'upload.empty': 422,
  'upload.quota_exceeded': 413,
  'upload.too_many_open': 429,
  'upload.part_number_invalid': 400,
  'upload.part_size_mismatch': 400,
  'upload.parts_missing': 409,
  'upload.part_etag_mismatch': 409,
  'upload.size_mismatch': 409,
  'upload.sha256_mismatch': 409,
  'upload.not_open': 409,
  'upload.signature_invalid': 403,
  'upload.signature_expired': 403,
  'upload.type_not_accepted': 415,
  'media.asset_not_found': 404,
  'media.asset_in_use': 409,
  'media.artwork_invalid': 422,
  'media.not_ready': 409,
  'catalog.track_not_found': 404,
  'catalog.track_not_ready': 409,
  'catalog.slug_taken': 409,
  'catalog.release_in_past': 422,
  'catalog.version_not_failed': 409,
  'catalog.cursor_invalid': 400,
  'delivery.signature_invalid': 403,
  'delivery.signature_expired': 403,
  'delivery.not_found': 404,
  'delivery.range_not_satisfiable': 416,
  'jobs.not_found': 404,
  'jobs.not_cancellable': 409,
  'jobs.not_retryable': 409,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorStatus;
export const errorCodes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]];

/** One refused field: where it is, which rule it broke, and a sentence for a person. */
export const FieldIssue = z.object({ field: z.string(), rule: z.string(), message: z.string() });

export const ErrorEnvelope = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string(),
  }),
});
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>;

/**
 * Why processing of an uploaded file ended in `failed`. Closed set: the web app has a hint for each,
 * and a retry only helps where the cause is outside the file (`media.encoder_missing`, `media.storage_full`, `media.internal`).
 */
export const failureCodes = [
  'media.empty_file',
  'media.unreadable',
  'media.no_audio',
  'media.not_a_media_file',
  'media.container_refused',
  'media.truncated',
  'media.too_short',
  'media.too_long',
  'media.sample_rate_out_of_range',
  'media.channels_out_of_range',
  'media.decode_failed',
  'media.silent_decode',
  'media.time_limit',
  'media.memory_limit',
  'media.encoder_missing',
  'media.storage_full',
  'media.original_missing',
  'media.internal',
] as const;
export const FailureCode = z.enum(failureCodes);
export type FailureCode = z.infer<typeof FailureCode>;
export const ProcessingFailure = z.object({ code: FailureCode, message: z.string(), hint: z.string() });
export type ProcessingFailure = z.infer<typeof ProcessingFailure>;
