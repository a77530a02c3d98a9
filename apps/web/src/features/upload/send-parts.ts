import type { UploadView } from '@longwave/contracts/media';
import type { PutPart } from './put-part.ts';
import { type RetryContext, retryRequest } from './retry-request.ts';
import type { UploadApi } from './upload-api.ts';
import { hasCode, UploadError } from './upload-error.ts';

/** Parts of one file on the wire at once. */
export const partsInParallel = 3;

export interface SendDeps {
  readonly api: Pick<UploadApi, 'sign'>;
  readonly putPart: PutPart;
}

export interface SendOptions {
  readonly upload: UploadView;
  readonly file: Blob;
  readonly retry: RetryContext;
  /** Bytes of the whole file that are with the server or on their way. */
  readonly onSent: (totalBytes: number) => void;
}

type Part = { readonly n: number; readonly etag: string };

/**
 * Sends the parts that the server lacks, three at a time, and answers every part with its ETag. A signature that has
 * run out is renewed; a file that can no longer be read rejects with `file.unreadable`. One part's failure stops all.
 */
export async function sendParts(deps: SendDeps, options: SendOptions): Promise<Part[]> {
  const { upload, file, retry } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([retry.signal, stop.signal]);
  const urls = new Map(upload.parts.map(({ n, url }) => [n, url]));
  const sent = new Map(upload.received.map(({ n, sizeBytes }) => [n, sizeBytes]));
  const done: Part[] = upload.received.map(({ n, etag }) => ({ n, etag }));
  const waiting = upload.parts.map(({ n }) => n).filter((n) => !sent.has(n));
  const total = () => [...sent.values()].reduce((sum, part) => sum + part, 0);
  const note = (n: number, bytes: number) => {
    sent.set(n, bytes);
    options.onSent(total());
  };

  async function sendOne(n: number): Promise<string> {
    const body = file.slice((n - 1) * upload.partSize, n * upload.partSize);
    try {
      return await deps.putPart({ url: urls.get(n) ?? '', body, signal, onSent: (bytes) => note(n, bytes) });
    } catch (error) {
      note(n, 0);
      if (hasCode(error, 'upload.signature_expired')) return sendAgain(n, body);
      if (hasCode(error, 'network')) await assertReadable(body);
      throw error;
    }
  }

  async function sendAgain(n: number, body: Blob): Promise<string> {
    // Signatures of one upload run out together, so those of all waiting parts are renewed with this one's.
    const fresh = await deps.api.sign(upload.uploadId, [n, ...waiting].slice(0, 1000));
    for (const part of fresh) urls.set(part.n, part.url);
    return deps.putPart({ url: urls.get(n) ?? '', body, signal, onSent: (bytes) => note(n, bytes) });
  }

  async function lane(): Promise<void> {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) {
      const part = n;
      done.push({ n: part, etag: await retryRequest({ ...retry, signal }, () => sendOne(part)) });
    }
  }

  options.onSent(total());
  const lanes = Array.from({ length: partsInParallel }, lane);
  try {
    await Promise.all(lanes);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(lanes);
    throw error;
  }
  return done.toSorted((a, b) => a.n - b.n);
}

/** A file that was changed or removed on disk fails on the wire exactly like a lost network; reading it tells them apart. */
async function assertReadable(body: Blob): Promise<void> {
  try {
    await body.slice(0, 1).arrayBuffer();
  } catch {
    throw new UploadError({ code: 'file.unreadable', message: '', status: 400 });
  }
}
