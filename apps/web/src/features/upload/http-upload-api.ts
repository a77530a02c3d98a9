import { call } from '../../api/browser.ts';
import { ApiError } from '../../api/client.ts';
import type { UploadApi } from './upload-api.ts';
import { UploadError } from './upload-error.ts';

/** Turns what the client throws into the engine's own failure; an answer that made no sense counts as the server's trouble. */
async function asUpload<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'client.network') throw new UploadError({ code: 'network', message: error.message, status: 0 });
    const status = error.code === 'client.bad_answer' ? 502 : error.status;
    throw new UploadError({ code: error.code, message: error.message, status });
  }
}

/** The upload engine's requests over HTTP. */
export const httpUploadApi: UploadApi = {
  create: (body, idempotencyKey) => asUpload(call('createUpload', { body }, { idempotencyKey })),
  read: (id) => asUpload(call('readUpload', { params: { id } })),
  sign: async (id, parts) => (await asUpload(call('signUploadParts', { params: { id }, body: { parts } }))).parts,
  complete: (id, body) => asUpload(call('completeUpload', { params: { id }, body })),
  abort: (id) => asUpload(call('abortUpload', { params: { id } })),
  createTrack: (body, idempotencyKey) => asUpload(call('createTrack', { body }, { idempotencyKey })),
  readTrack: (id) => asUpload(call('readTrack', { params: { id } })),
  retryTrack: (id) => asUpload(call('retryTrack', { params: { id } })),
};
