import { join } from 'node:path';
import type { Config } from './config.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import type { Database } from './platform/db/database.ts';
import { openDatabase } from './platform/db/open-database.ts';
import { createEvents } from './platform/events/create-events.ts';
import type { Events } from './platform/events/events.ts';
import { createFfmpeg } from './platform/ffmpeg/create-ffmpeg.ts';
import { detectFfmpeg, isComplete, type DetectedFfmpeg } from './platform/ffmpeg/detect-ffmpeg.ts';
import type { Ffmpeg } from './platform/ffmpeg/ffmpeg.ts';
import { createMediaUrls, type MediaUrls } from './platform/http/media-urls.ts';
import { createSignedUrls, type SignedUrls } from './platform/http/signed-url.ts';
import { createJobs } from './platform/jobs/create-jobs.ts';
import type { Jobs } from './platform/jobs/jobs.ts';
import type { RateLimits } from './platform/limits.ts';
import { createMemoryRateLimits } from './platform/limits/memory-rate-limits.ts';
import { createRedisRateLimits } from './platform/limits/redis-rate-limits.ts';
import type { Log } from './platform/log.ts';
import { createLiveLog } from './platform/realtime/create-live-log.ts';
import type { LiveLog } from './platform/realtime/realtime.ts';
import { loadSecrets, type Secrets } from './platform/secrets.ts';
import { createFsObjectStore } from './platform/storage/fs-object-store.ts';
import type { ObjectStore } from './platform/storage/object-store.ts';

/** Everything the modules stand on, opened and ready. Disposed in the reverse order of opening. */
export interface Platform extends AsyncDisposable {
  readonly clock: Clock;
  readonly log: Log;
  readonly db: Database;
  readonly secrets: Secrets;
  readonly store: ObjectStore;
  readonly ffmpeg: Ffmpeg;
  readonly limits: RateLimits;
  readonly jobs: Jobs;
  readonly events: Events;
  readonly liveLog: LiveLog;
  readonly signed: SignedUrls;
  readonly mediaUrls: MediaUrls;
  /** Tells whoever is refused the data directory where this process serves. */
  announceUrl(url: string): void;
}

export interface PlatformOptions {
  readonly log: Log;
  readonly clock?: Clock;
  /** `manual`: jobs and events run only when asked to (tests). */
  readonly jobs?: 'live' | 'manual';
  /** A database that is open already (tests); migrated and disposed like our own. */
  readonly db?: Database;
}

/**
 * How long running jobs may go on at shutdown, after requests have ended; then their signal is aborted, which they have another
 * 1.5 s to obey. What is interrupted runs again at the next start, so waiting longer gains little.
 */
const jobsGraceMs = 3_000;

function openLimits(config: Config, deps: { clock: Clock; log: Log }): RateLimits {
  return config.REDIS_URL === undefined
    ? createMemoryRateLimits(deps)
    : createRedisRateLimits({ url: config.REDIS_URL, ...deps });
}

/** Said at every start: everything else works without, so nobody would notice before the first upload fails. */
function sayWhatFfmpegLacks(abilities: DetectedFfmpeg, log: Log): void {
  const { found, version, missing, installHint } = abilities;
  if (!found) log.warn(`ffmpeg was not found: uploads cannot be processed. Type: ${installHint}`);
  else if (!isComplete(abilities)) log.warn(`${version} lacks ${missing.join(', ')}. Type: ${installHint}`);
}

/** Opens database, files, queue and the rest below `DATA_DIR`. What was opened is closed again when a later part refuses. */
export async function openPlatform(config: Config, options: PlatformOptions): Promise<Platform> {
  const { log, clock = systemClock } = options;
  const mode = options.jobs ?? 'live';
  await using opened = new AsyncDisposableStack();
  const [abilities, secrets, db, store] = await Promise.all([
    detectFfmpeg({
      ffmpegPath: config.FFMPEG_PATH,
      ffprobePath: config.FFPROBE_PATH,
      searchPath: config.PATH,
      cacheDir: join(config.DATA_DIR, 'cache'),
    }),
    loadSecrets(config.DATA_DIR, log),
    options.db ?? openDatabase({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR, log, clock }),
    createFsObjectStore({ rootDir: join(config.DATA_DIR, 'media'), log }),
  ]);
  opened.use(db);
  sayWhatFfmpegLacks(abilities, log);
  const limits = opened.use(openLimits(config, { clock, log }));
  const liveLog = opened.use(createLiveLog({ db, clock, log }));
  const events = opened.use(createEvents({ db, clock, log }));
  const jobs = opened.use(createJobs({ db, clock, log, mode, shutdownGraceMs: jobsGraceMs }));
  const signed = createSignedUrls({ keys: secrets.signingKeys, clock });
  const kept = opened.move();
  return {
    clock,
    log,
    db,
    secrets,
    store,
    ffmpeg: createFfmpeg({ abilities, log }),
    limits,
    jobs,
    events,
    liveLog,
    signed,
    mediaUrls: createMediaUrls({ signed, clock }),
    announceUrl: (url) => {
      if ('announceUrl' in db) db.announceUrl(url);
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
