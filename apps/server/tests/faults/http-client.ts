import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssetView, UploadView } from '@longwave/contracts/media';

/** The server ended, or cut the connection, before it answered: whether it acted is unknown. */
export class NoAnswer extends Error {}

export interface HttpAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: T;
  readonly meta: { readonly nextCursor: string | null } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** A program that talks to a server over real sockets. */
export interface HttpClient {
  call<T>(
    method: string,
    path: string,
    sent?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<HttpAnswer<T>>;
  /** Like `call`, but another status than the wanted is an error. */
  must<T>(
    wanted: { status: number },
    method: string,
    path: string,
    sent?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<T>;
}

interface Envelope<T> {
  readonly data?: T;
  readonly meta?: { nextCursor: string | null };
  readonly error?: { code: string; message: string };
}

async function answerOf<T>(response: Response): Promise<HttpAnswer<T>> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
  const envelope = (isJson && text !== '' ? JSON.parse(text) : {}) as Envelope<T>;
  return {
    status: response.status,
    headers: response.headers,
    data: envelope.data as T,
    meta: envelope.meta ?? null,
    error: envelope.error ?? null,
  };
}

export function createHttpClient(url: string, accessToken: string | null): HttpClient {
  const call: HttpClient['call'] = async <T>(
    method: string,
    path: string,
    sent: { body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const isBytes = sent.body instanceof Uint8Array;
    let response: Response;
    try {
      response = await fetch(new URL(path, url), {
        method,
        headers: {
          ...(accessToken !== null && { authorization: `Bearer ${accessToken}` }),
          ...(sent.body !== undefined && { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
          ...sent.headers,
        },
        ...(sent.body !== undefined && {
          body: isBytes ? new Uint8Array(sent.body as Uint8Array<ArrayBuffer>) : JSON.stringify(sent.body),
        }),
      });
      return await answerOf<T>(response);
    } catch (error) {
      throw new NoAnswer(`${method} ${path}: ${String(error)}`);
    }
  };
  return {
    call,
    // oxlint-disable-next-line max-params -- the wanted status, then the parameters of `call`
    async must<T>(
      wanted: { status: number },
      method: string,
      path: string,
      sent?: { body?: unknown; headers?: Record<string, string> },
    ) {
      const answer = await call<T>(method, path, sent);
      if (answer.status === wanted.status) return answer.data;
      throw new Error(`${method} ${path} answered ${answer.status} ${JSON.stringify(answer.error)}`);
    },
  };
}

export const admin = { handle: 'nina', email: 'nina@example.org', password: 'quiet-harbour-19' };

/** Creates the admin with the one-time token of the first start. */
export async function setUp(url: string, dataDir: string): Promise<void> {
  const token = (await readFile(join(dataDir, 'setup-token'), 'utf8')).trim();
  const body = { token, instanceName: 'Night Radio', ...admin };
  await createHttpClient(url, null).must({ status: 201 }, 'POST', '/api/setup', { body });
}

/** A client of the admin with a fresh access token. */
export async function signIn(url: string): Promise<HttpClient> {
  const { email, password } = admin;
  const anyone = createHttpClient(url, null);
  const { accessToken } = await anyone.must<{ accessToken: string }>({ status: 200 }, 'POST', '/api/auth/token', {
    body: { email, password },
  });
  return createHttpClient(url, accessToken);
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Path and query of a signed URL: the origin in it is the one of the request. */
export const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '');

/** Uploads bytes in parts and answers the asset. */
export async function uploadBytes(client: HttpClient, filename: string, bytes: Uint8Array): Promise<AssetView> {
  const upload = await client.must<UploadView>({ status: 201 }, 'POST', '/api/uploads', {
    body: { filename, size: bytes.length },
  });
  const parts: { n: number; etag: string }[] = [];
  for (const { n, url } of upload.parts) {
    const body = bytes.subarray((n - 1) * upload.partSize, n * upload.partSize);
    const { etag } = await client.must<{ etag: string }>({ status: 200 }, 'PUT', pathOf(url), { body });
    parts.push({ n, etag });
  }
  return client.must<AssetView>({ status: 200 }, 'POST', `/api/uploads/${upload.uploadId}/complete`, {
    body: { parts, sha256: sha256(bytes) },
  });
}

/** A stereo 16-bit WAV of a chord; `seed` makes its bytes its own. */
export function makeWav(options: { seconds: number; seed: number }): Uint8Array {
  const rate = 44_100;
  const frames = Math.round(options.seconds * rate);
  const bytes = Buffer.alloc(44 + frames * 4);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + frames * 4, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(frames * 4, 40);
  const step = (2 * Math.PI * (110 + (options.seed % 97) * 7)) / rate;
  for (let at = 0; at < frames; at += 1) {
    bytes.writeInt16LE(Math.round(6000 * Math.sin(at * step)), 44 + at * 4);
    bytes.writeInt16LE(Math.round(6000 * Math.sin(at * step * 1.5)), 46 + at * 4);
  }
  // The pitch repeats after 97 seeds; the first samples do not.
  bytes.writeInt32LE(options.seed, 44);
  return bytes;
}
