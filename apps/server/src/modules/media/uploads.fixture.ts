import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AssetView, UploadView } from '@longwave/contracts/media';
import type { UserId } from '@longwave/contracts/ids';
import type { Role } from '@longwave/contracts/permissions';
import { createTestDatabase, createTestLog } from '../../../tests/support/test-database.ts';
import { FakeClock } from '../../platform/clock.ts';
import type { Actor } from '../../platform/http/actor.ts';
import { anonymous } from '../../platform/http/actor.ts';
import { createHttpServer } from '../../platform/http/http-server.ts';
import { createSignedUrls } from '../../platform/http/signed-url.ts';
import { newId } from '../../platform/ids.ts';
import { createMemoryRateLimits } from '../../platform/limits/memory-rate-limits.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createFsObjectStore } from '../../platform/storage/fs-object-store.ts';
import { users } from '../identity/schema.ts';
import { uploadRawRoutes, uploadRoutes } from './routes-uploads.ts';
import type { UploadDeps, UploadSettings } from './upload-deps.ts';

export const mebibyte = 1024 * 1024;

export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: T;
  readonly error: { code: string; message: string; details?: Record<string, unknown> } | undefined;
}
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The upload protocol on a real server, database and file system; `call` speaks as one of its people. */
export async function createUploadsFixture(settings: Partial<UploadSettings> = {}) {
  const db = await createTestDatabase();
  const rootDir = await mkdtemp(join(tmpdir(), 'longwave-uploads-'));
  const { log, text } = createTestLog();
  const clock = new FakeClock(new Date('2026-05-01T12:00:00Z'));
  const signed = createSignedUrls({ keys: [{ id: 'k1', secret: Buffer.alloc(32, 7) }], clock });
  const deps: UploadDeps = {
    db,
    clock,
    log,
    signed,
    store: await createFsObjectStore({ rootDir, log }),
    settings: { fileMaxBytes: 64 * mebibyte, quotaBytes: 256 * mebibyte, partBytes: 5 * mebibyte, ...settings },
  };
  const people = new Map<string, Actor>();
  const limits = createMemoryRateLimits({ clock });
  const http = await createHttpServer({
    authenticate: async ({ bearerToken }) => people.get(bearerToken ?? '') ?? anonymous,
    csrfTokenOf: (token) => token,
    config: { PORT: 0, PUBLIC_URL: null, NODE_ENV: 'test', TRUST_PROXY: false, CORS_ORIGINS: [] },
    log,
    clock,
    db,
    limits: { ...limits, consume: async () => ({ allowed: true, remaining: 1, resetInS: 1 }) },
    metrics: createMetrics({ log, processMetrics: false }),
    modules: [{ routes: uploadRoutes(deps), rawRoutes: uploadRawRoutes(deps) }],
    readiness: [],
  });
  const { port } = await http.listen({ host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${port}`;

  async function addPerson(role: Role = 'artist'): Promise<string> {
    const id = newId<UserId>();
    const handle = `p${randomUUID().slice(0, 8)}`;
    const now = clock.now();
    await db.tx((tx) =>
      tx.insert(users).values({
        id,
        handle,
        email: `${handle}@example.org`,
        displayName: handle,
        role,
        createdAt: now,
        updatedAt: now,
      }),
    );
    people.set(handle, { kind: 'user', userId: id, handle, role, sessionId: null });
    return handle;
  }
  const owner = await addPerson();

  async function call<T>(method: string, path: string, sent: { body?: unknown; as?: string } = {}): Promise<Reply<T>> {
    const { body, as = owner } = sent;
    const response = await fetch(origin + path, {
      method,
      headers: { authorization: `Bearer ${as}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return replyOf<T>(response);
  }
  return {
    deps,
    http,
    db,
    clock,
    rootDir,
    origin,
    port,
    owner,
    addPerson,
    actorOf: (handle: string) => people.get(handle) ?? anonymous,
    logText: text,
    call,
    open: async (size: number, more: Record<string, unknown> = {}, as = owner) =>
      call<UploadView>('POST', '/api/uploads', {
        body: { filename: 'song.wav', size, mime: 'audio/wav', ...more },
        as,
      }),
    put: async (url: string, body: Uint8Array, headers: Record<string, string> = {}) =>
      replyOf<{ n: number; etag: string; sizeBytes: number }>(
        await fetch(url.replace(/^https?:\/\/[^/]+/, origin), { method: 'PUT', body: Buffer.from(body), headers }),
      ),
    complete: async (upload: UploadView, parts: { n: number; etag: string }[], more: { sha256?: string } = {}) =>
      call<AssetView>('POST', `/api/uploads/${upload.uploadId}/complete`, { body: { parts, ...more } }),
    keys: async (prefix: string) => Array.fromAsync(deps.store.list(prefix), (head) => head.key),
    async [Symbol.asyncDispose]() {
      await http.close(0);
      await limits[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
      await rm(rootDir, { recursive: true, force: true });
    },
  };
}
export type UploadsFixture = Awaited<ReturnType<typeof createUploadsFixture>>;

async function replyOf<T>(response: Response): Promise<Reply<T>> {
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as { data: T; error?: Reply<T>['error'] };
  return { status: response.status, headers: response.headers, data: body.data, error: body.error };
}

/** The bytes of part `n`. */
export function pieceOf(bytes: Uint8Array, upload: Pick<UploadView, 'partSize'>, n: number): Uint8Array {
  return bytes.subarray((n - 1) * upload.partSize, n * upload.partSize);
}
