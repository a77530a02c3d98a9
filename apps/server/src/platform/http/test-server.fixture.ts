import type { FailureCode } from '@longwave/contracts/errors';
import { createTrack, deleteTrack, listTracks, publishTrack } from '@longwave/contracts/catalog';
import { login, logout, readInstance, setUpInstance } from '@longwave/contracts/identity';
import type { SessionId, TrackId, UserId } from '@longwave/contracts/ids';
import type { Role } from '@longwave/contracts/permissions';
import { defineRoute } from '@longwave/contracts/route';
import { z } from 'zod';
import { createTestDatabase, createTestLog } from '../../../tests/support/test-database.ts';
import { FakeClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { RateLimits } from '../limits.ts';
import { createMemoryRateLimits } from '../limits/memory-rate-limits.ts';
import { createMetrics } from '../metrics.ts';
import type { Module } from '../module.ts';
import { anonymous, type Actor } from './actor.ts';
import type { HttpConfig, ReadinessCheck } from './http-deps.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import type { RawRoute } from './raw-route.ts';
import { mount, type MountedRoute } from './routes.ts';

const users: Record<string, { userId: string; role: Role }> = {
  listener: { userId: '01890000-0000-7000-8000-000000000001', role: 'listener' },
  artist: { userId: '01890000-0000-7000-8000-000000000002', role: 'artist' },
  admin: { userId: '01890000-0000-7000-8000-000000000003', role: 'admin' },
};
const sessionId = '01890000-0000-7000-8000-00000000000a' as SessionId;
const trackId = '01890000-0000-7000-8000-0000000000ff' as TrackId;

function actorOf(name: string, viaBearer: boolean): Actor {
  const user = users[name];
  if (!user) return anonymous;
  const { userId, role } = user;
  return { kind: 'user', userId: userId as UserId, handle: name, role, sessionId: viaBearer ? null : sessionId };
}

/** Session cookie `session-<name>` and bearer token `token-<name>` of the users listener, artist and admin. */
export const authentication = {
  async authenticate({ sessionToken, bearerToken }: { sessionToken: string | null; bearerToken: string | null }) {
    if (bearerToken === null) return actorOf(sessionToken?.replace('session-', '') ?? '', false);
    const actor = actorOf(bearerToken.replace('token-', ''), true);
    if (actor.kind === 'anonymous') throw new AppError('auth.invalid_token', { message: 'The access token is wrong.' });
    return actor;
  },
  csrfTokenOf: (sessionToken: string) => `csrf-of-${sessionToken}`,
};

export const asArtist = { authorization: 'Bearer token-artist' };
export const artistCookie = { cookie: 'longwave_session=session-artist' };

const userView = {
  id: users.artist?.userId as UserId,
  handle: 'artist',
  displayName: 'Artist',
  email: 'artist@example.org',
  role: 'artist' as const,
  createdAt: '2026-01-01T00:00:00.000Z',
};

export const trackView = {
  id: trackId,
  slug: 'a-song',
  title: 'A song',
  description: '',
  artist: { id: userView.id, handle: 'artist', displayName: 'Artist' },
  visibility: 'private' as const,
  published: false,
  releaseAt: null,
  publishedAt: null,
  explicit: false,
  language: null,
  licence: null,
  isrc: null,
  sample: false,
  version: {
    id: '01890000-0000-7000-8000-0000000000fe' as never,
    label: 'v1',
    status: 'pending' as const,
    stage: 'queued' as const,
    percent: 0,
    failure: null as { code: FailureCode; message: string; hint: string } | null,
    durationMs: null,
    loudnessLufs: null,
    truePeakDbtp: null,
    loudnessRangeLu: null,
    sampleRateHz: null,
    bitDepth: null,
    channels: null,
  },
  status: 'pending' as const,
  failure: null,
  durationMs: null,
  loudnessLufs: null,
  truePeakDbtp: null,
  artwork: { assetId: null, generated: true, url200: '/a', url1000: '/b', dominantColour: '#102030', blurhash: null },
  url: '/@artist/a-song',
  canEdit: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  deletedAt: null,
};

const failing = defineRoute({
  id: 'fail',
  method: 'POST',
  path: '/api/fail/:how',
  tag: 'test',
  summary: 'Fails as told',
  permission: 'track.write',
  params: z.strictObject({ how: z.string() }),
  response: z.object({ runs: z.number() }),
});

/** Gate that a test opens: `/api/gate` answers only then. */
export interface Gate {
  readonly entered: Promise<void>;
  open(): void;
}

export interface TestServer extends AsyncDisposable {
  readonly http: HttpServer;
  readonly clock: FakeClock;
  readonly log: ReturnType<typeof createTestLog>;
  readonly calls: Record<string, number>;
  readonly gate: Gate;
  failNext(error: Error): void;
}

export const testConfig: HttpConfig = {
  PORT: 3000,
  PUBLIC_URL: null,
  NODE_ENV: 'test',
  TRUST_PROXY: false,
  CORS_ORIGINS: ['https://friend.example'],
};

const gate = defineRoute({
  id: 'gate',
  method: 'GET',
  path: '/api/gate',
  tag: 'test',
  summary: 'Waits',
  permission: 'instance.read',
  response: z.object({ ok: z.boolean() }),
});

const rawRoutes: readonly RawRoute[] = [
  {
    id: 'readMedia',
    method: 'GET',
    path: '/media/*',
    tag: 'media',
    summary: 'Bytes',
    permission: 'media.read',
    errors: ['delivery.signature_invalid'],
    handle: async ({ query, params, actor, response }) => {
      if (query.sig !== 'good') throw new AppError('delivery.signature_invalid', { message: 'Signature is wrong.' });
      response.end(`${params['*']} ${actor.kind}`);
    },
  },
  {
    id: 'putPart',
    method: 'PUT',
    path: '/api/uploads/:id/parts/:n',
    tag: 'uploads',
    summary: 'A part',
    permission: 'upload.part',
    handle: async ({ request, response }) => {
      let sizeBytes = 0;
      for await (const chunk of request) sizeBytes += (chunk as Buffer).length;
      response.writeHead(200, { etag: `"${sizeBytes}"` }).end();
    },
  },
  {
    id: 'adminStream',
    method: 'GET',
    path: '/api/admin-stream',
    tag: 'test',
    summary: 'A stream for admins',
    permission: 'jobs.manage',
    handle: async ({ response }) => void response.end('ok'),
  },
];

interface RouteState {
  count(name: string): number;
  readonly entered: { resolve(): void };
  readonly opened: Promise<void>;
  takeFailure(): Error | null;
}

function testRoutes({ count, entered, opened, takeFailure }: RouteState): MountedRoute[] {
  return [
    mount(gate, async () => {
      entered.resolve();
      await opened;
      return { data: { ok: true } };
    }),
    mount(readInstance, async () => ({
      data: {
        name: 'Test',
        setUp: true,
        registration: 'open' as const,
        version: '0',
        database: 'pglite' as const,
        trackCount: 0,
      },
    })),
    mount(listTracks, async ({ query }) => ({
      data: [trackView],
      meta: { nextCursor: null, total: query.limit },
    })),
    mount(createTrack, async ({ body }) => {
      count('createTrack');
      return { data: { ...trackView, title: body.title } };
    }),
    mount(publishTrack, async ({ body }) => ({ data: { ...trackView, visibility: body?.visibility ?? 'public' } })),
    mount(deleteTrack, async () => undefined),
    mount(logout, async ({ http }) => http.clearSessionCookie()),
    mount(setUpInstance, async () => ({ data: { user: userView, csrfToken: 'x' } })),
    mount(login, async ({ body, http }) => {
      if (body.password !== 'correct horse') {
        throw new AppError('auth.invalid_credentials', { message: 'E-mail or password is wrong.' });
      }
      http.setSessionCookie('session-artist', new Date('2026-04-01T00:00:00Z'));
      return { data: { user: userView, csrfToken: 'csrf-of-session-artist' } };
    }),
    mount(failing, async () => {
      const runs = count('fail');
      const failure = takeFailure();
      if (failure) throw failure;
      return { data: { runs } };
    }),
  ];
}

/** A server with real contracts and the smallest handlers, on a database of the test's own when it gives none. */
export async function createTestServer(
  options: {
    config?: Partial<HttpConfig>;
    db?: Database;
    limits?: RateLimits;
    readiness?: readonly ReadinessCheck[];
    before?: (http: HttpServer, clock: FakeClock) => Promise<void>;
  } = {},
): Promise<TestServer> {
  const ownDb = options.db ? null : await createTestDatabase();
  const db = options.db ?? ownDb;
  if (!db) throw new Error('no database');
  const clock = new FakeClock(new Date('2026-03-01T12:00:00Z'));
  const log = createTestLog();
  const calls: Record<string, number> = {};
  const count = (name: string) => (calls[name] = (calls[name] ?? 0) + 1);
  let failure: Error | null = null;
  const takeFailure = () => {
    const taken = failure;
    failure = null;
    return taken;
  };
  const entered = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const module: Pick<Module, 'routes' | 'rawRoutes'> = {
    routes: testRoutes({ count, entered, opened: opened.promise, takeFailure }),
    rawRoutes,
  };
  const http = await createHttpServer({
    ...authentication,
    config: { ...testConfig, ...options.config },
    log: log.log,
    clock,
    db,
    limits: options.limits ?? createMemoryRateLimits({ clock }),
    metrics: createMetrics({ log: log.log, processMetrics: false }),
    modules: [module],
    readiness: options.readiness ?? [],
  });
  await options.before?.(http, clock);
  await http.fastify.ready();
  return {
    http,
    clock,
    log,
    calls,
    gate: { entered: entered.promise, open: opened.resolve },
    failNext: (error) => {
      failure = error;
    },
    async [Symbol.asyncDispose]() {
      opened.resolve();
      await http.close(0);
      await ownDb?.[Symbol.asyncDispose]();
    },
  };
}
