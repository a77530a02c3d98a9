import { UploadError } from './upload-error.ts';

/** Silence of this length on an open request counts as a lost connection. */
const stallMs = 60_000;

export interface PartRequest {
  readonly url: string;
  readonly body: Blob;
  readonly signal: AbortSignal;
  /** Bytes of this part handed to the network so far. */
  readonly onSent: (bytes: number) => void;
}

/** Sends one part by PUT and answers its ETag. XMLHttpRequest, because `fetch` tells nothing of bytes sent. */
export type PutPart = (request: PartRequest) => Promise<string>;

function failureOf(xhr: XMLHttpRequest): UploadError {
  const body: unknown = parse(xhr.responseText);
  const error = (body as { error?: { code?: string; message?: string } } | null)?.error;
  return new UploadError({
    code: error?.code ?? 'server.unavailable',
    message: error?.message ?? '',
    status: xhr.status,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's own error page: the status alone tells what to do.
    return null;
  }
}

function lost(): UploadError {
  return new UploadError({ code: 'network', message: '', status: 0 });
}

export const putPart: PutPart = ({ url, body, signal, onSent }) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const xhr = new XMLHttpRequest();
    let stall = 0;
    const touch = () => {
      clearTimeout(stall);
      stall = window.setTimeout(() => fail(lost()), stallMs);
    };
    const abort = () => fail(signal.reason);
    // Without a network an open request hangs until it times out: giving it up at once shows the truth and retries sooner.
    const offline = () => fail(lost());
    const done = () => {
      clearTimeout(stall);
      window.removeEventListener('offline', offline);
      signal.removeEventListener('abort', abort);
    };
    const fail = (reason: unknown) => {
      done();
      reject(reason);
      xhr.abort();
    };
    xhr.upload.addEventListener('progress', (event) => {
      touch();
      onSent(event.loaded);
    });
    xhr.addEventListener('error', () => fail(lost()));
    xhr.addEventListener('load', () => {
      done();
      const etag = xhr.getResponseHeader('etag');
      if (xhr.status < 200 || xhr.status > 299) return reject(failureOf(xhr));
      if (!etag) return reject(new UploadError({ code: 'server.unavailable', message: '', status: 502 }));
      onSent(body.size);
      resolve(etag);
    });
    signal.addEventListener('abort', abort, { once: true });
    window.addEventListener('offline', offline);
    xhr.open('PUT', url);
    touch();
    xhr.send(body);
  });
