import type { IncomingHttpHeaders } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { TrackId, UserId } from '@longwave/contracts/ids';
import type { LiveRoom } from '@longwave/contracts/live';
import packageJson from '../package.json' with { type: 'json' };
import { doctorChecks } from './cli/doctor-checks.ts';
import { createOperatorCommands, type OperatorCommands } from './cli/operator-commands.ts';
import type { Config } from './config.ts';
import { openPlatform, type Platform, type PlatformOptions } from './open-platform.ts';
import { catalogModule, createCatalog, type Catalog } from './modules/catalog/index.ts';
import { deliveryModule } from './modules/delivery/index.ts';
import {
  createIdentity,
  createPasswords,
  identityModule,
  type Identity,
  type ScryptCost,
} from './modules/identity/index.ts';
import { createMedia, mediaModule } from './modules/media/index.ts';
import { backUpDatabase } from './platform/db/backup-database.ts';
import { maintainDatabase } from './platform/db/maintain-database.ts';
import { migrateDatabase, pendingMigrations } from './platform/db/migrate.ts';
import type { Actor } from './platform/http/actor.ts';
import { createHttpServer, type HttpServer } from './platform/http/http-server.ts';
import { trimIdempotentAnswers } from './platform/http/idempotency.ts';
import { mountPages } from './platform/http/pages.ts';
import type { Jobs } from './platform/jobs/jobs.ts';
import { createMetrics, measureJobs } from './platform/metrics.ts';
import type { Module } from './platform/module.ts';
import { operationsModule, type Upkeep } from './platform/operations/operations-module.ts';
import { createEventStream, type EventStream } from './platform/realtime/event-stream.ts';
import { attachSocketServer } from './platform/realtime/socket-server.ts';
import { createSetupTokenFile } from './platform/setup-token.ts';

/** Version of the product, as the API and the document say it. */
export const version = packageJson.version;

export interface AppOverrides extends PlatformOptions {
  /** Cheaper password hashing for tests that are not about it. */
  readonly passwordCost?: ScryptCost;
}

/** The running product. Disposing drains requests, jobs and sockets, then closes everything. */
export interface App extends AsyncDisposable {
  readonly config: Config;
  readonly http: HttpServer;
  readonly commands: OperatorCommands;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  /** Migrations that opening applied. */
  readonly appliedMigrations: readonly string[];
  /** Starts delivering events and running jobs. */
  start(): Promise<void>;
  /** Opens the port; answers the address for a person. */
  listen(): Promise<{ url: string; port: number }>;
  /** The one-time token while the instance is not set up, else null. */
  ensureSetupToken(): Promise<string | null>;
  /** Runs everything that is due, events and jobs, until nothing is; for tests. */
  processAll(): Promise<void>;
}

/** How long requests may go on after a stop was asked for. Jobs follow with 4.5 s, the database with the rest of 10 s. */
const drainMs = 4_000;
/** How long domain events and live messages are kept for replay. */
const logsKeptMs = 30 * 24 * 3600 * 1000;
const liveKeptMs = 24 * 3600 * 1000;

interface Modules {
  readonly identity: Identity;
  readonly catalog: Catalog;
  readonly eventStream: EventStream;
  readonly mayJoin: (actor: Actor, room: LiveRoom) => Promise<boolean>;
  readonly all: readonly Module[];
}

function buildModules(config: Config, platform: Platform, overrides: AppOverrides): Modules {
  const { db, clock, log, jobs, events, liveLog, store, ffmpeg, signed, mediaUrls, limits, secrets } = platform;
  const identityDeps = {
    db,
    clock,
    log,
    limits,
    secrets,
    config,
    setupToken: createSetupTokenFile({ dataDir: config.DATA_DIR, log }),
    passwords: createPasswords({ ...(overrides.passwordCost && { cost: overrides.passwordCost }) }),
  };
  const identity = createIdentity(identityDeps);
  const mediaDeps = {
    db,
    clock,
    log,
    jobs,
    events,
    live: liveLog,
    store,
    ffmpeg,
    signed,
    transcode: { aacCoder: config.AAC_CODER },
    concurrency: config.MEDIA_CONCURRENCY ?? availableParallelism(),
    settings: {
      fileMaxBytes: config.UPLOAD_MAX_BYTES,
      quotaBytes: config.UPLOAD_QUOTA_BYTES,
      partBytes: config.UPLOAD_PART_BYTES,
    },
  };
  const media = createMedia(mediaDeps);
  const catalogDeps = { db, clock, jobs, events, liveLog, mediaUrls, identity, media };
  const catalog = createCatalog(catalogDeps);
  const mayJoin = createMayJoin(catalog);
  const eventStream = createEventStream({ liveLog, log, mayJoin });
  return {
    identity,
    catalog,
    eventStream,
    mayJoin,
    all: [
      identityModule({ ...identityDeps, version, countPublishedTracks: () => catalog.countListedTracks() }),
      mediaModule(mediaDeps),
      catalogModule(catalogDeps),
      deliveryModule({ catalog, media, identity, store, signed, mediaUrls, clock, log, config }),
      operationsModule({ jobs, upkeep: createUpkeep(config, platform), eventStream: eventStream.route }),
    ],
  };
}

/** Who may follow which live room: everyone the public one, each user their own, a track's whoever may see it. */
function createMayJoin(catalog: Catalog): (actor: Actor, room: LiveRoom) => Promise<boolean> {
  return async (actor, room) => {
    if (room === 'public') return true;
    const id = room.slice(room.indexOf(':') + 1);
    if (room.startsWith('user:')) return actor.kind === 'user' && actor.userId === (id as UserId);
    return catalog.maySee(actor, id as TrackId);
  };
}

function createUpkeep(config: Config, { db, clock, log, events, liveLog }: Platform): Upkeep {
  return {
    maintainDatabase: async () => {
      await maintainDatabase(db);
    },
    backUpDatabase: async () => {
      await backUpDatabase({ db, dataDir: config.DATA_DIR, keep: config.BACKUP_KEEP, clock, log });
    },
    trimLogs: async () => {
      const now = clock.now().getTime();
      await liveLog.trim(new Date(now - liveKeptMs));
      await events.trim(new Date(now - logsKeptMs));
      await trimIdempotentAnswers({ db, clock });
    },
  };
}

/** What reads the running application for the operator: import and its follow-up, doctor, admins. */
function buildCommands(config: Config, platform: Platform, { identity, catalog }: Modules): OperatorCommands {
  return createOperatorCommands({
    importing: {
      findOwner: async (handle) => {
        const owner =
          handle === undefined ? await identity.findFirstAdmin() : await identity.findPersonByHandle(handle);
        if (owner) return owner.id;
        throw new Error(
          handle === undefined
            ? 'there is no admin yet: run "longwave admin create"'
            : `there is no account "${handle}"`,
        );
      },
      importTrack: (ownerId, file) => catalog.importTrack(ownerId, file),
      whenProcessed: (trackIds, onEnd) => catalog.whenProcessed(trackIds, onEnd),
    },
    doctor: doctorChecks(config, platform),
    createAdmin: (input) => identity.createAdmin(input),
  });
}

function readinessOf({ db, store }: Platform) {
  return [
    { name: 'database', check: () => db.ping(2000) },
    {
      name: 'migrations',
      check: async () => {
        const pending = await pendingMigrations(db);
        if (pending.length > 0) throw new Error(`pending: ${pending.join(', ')}`);
      },
    },
    { name: 'storage', check: () => store.selfTest() },
  ];
}

/** Address of the caller as the one proxy in front saw it: the last of `X-Forwarded-For`. */
function addressSeenByProxy(request: {
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
}): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  return forwarded.split(',').at(-1)?.trim() || (request.socket.remoteAddress ?? 'unknown');
}

interface Web {
  readonly http: HttpServer;
  readonly sockets: AsyncDisposable;
}

/** HTTP, live events and pages over the modules. */
async function openWeb(config: Config, platform: Platform, modules: Modules): Promise<Web> {
  const { db, clock, log, limits, jobs, liveLog } = platform;
  const metrics = createMetrics({ log, processMetrics: config.NODE_ENV !== 'test' });
  measureJobs(metrics, jobs);
  const http = await createHttpServer({
    config,
    log,
    clock,
    db,
    limits,
    metrics,
    modules: modules.all,
    readiness: readinessOf(platform),
    authenticate: (credentials) => modules.identity.authenticate(credentials),
    csrfTokenOf: (sessionToken) => modules.identity.csrfTokenOf(sessionToken),
  });
  await mountPages(http.fastify, { http, config, clock, log, distDir: join(import.meta.dirname, '../../web/dist') });
  const sockets = attachSocketServer(http.server, {
    liveLog,
    log,
    mayJoin: modules.mayJoin,
    authenticate: async (headers) => (await http.identify(headers)).actor,
    allowedOrigins: config.CORS_ORIGINS,
    ...(config.TRUST_PROXY && { clientIp: addressSeenByProxy }),
  });
  return { http, sockets };
}

/**
 * Puts the product together: opens the platform, migrates, builds the modules and their doors. Nothing runs before `start`.
 * Rejects with a sentence for a person when the data directory is held, the database unreachable or the disk unsafe.
 */
export async function createApp(config: Config, overrides: AppOverrides): Promise<App> {
  await using opened = new AsyncDisposableStack();
  const platform = opened.use(await openPlatform(config, overrides));
  const { db, clock, log, jobs, events, liveLog } = platform;
  const appliedMigrations = await migrateDatabase(db, {
    log,
    beforeMigrate: async () => {
      await backUpDatabase({ db, dataDir: config.DATA_DIR, keep: config.BACKUP_KEEP, clock, log });
    },
  });
  const modules = buildModules(config, platform, overrides);
  const { http, sockets } = await openWeb(config, platform, modules);
  opened.defer(() => http.close(drainMs));
  opened.use(sockets);
  opened.use(modules.eventStream);
  const kept = opened.move();
  return {
    config,
    http,
    commands: buildCommands(config, platform, modules),
    jobs,
    appliedMigrations,
    async start() {
      await liveLog.start();
      await jobs.start(
        modules.all.flatMap((module) => module.jobs),
        modules.all.flatMap((module) => module.schedules),
      );
      await events.start(modules.all.flatMap((module) => module.reactions));
    },
    async listen() {
      const address = await http.listen({ host: config.HOST, port: config.PORT });
      platform.announceUrl(address.url);
      return address;
    },
    ensureSetupToken: () => modules.identity.ensureSetupToken(),
    async processAll() {
      for (let quiet = false; !quiet; quiet = (await jobs.stats()).every((queue) => queue.waiting === 0)) {
        await events.processAll();
        await jobs.processAll();
        await events.processAll();
      }
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
