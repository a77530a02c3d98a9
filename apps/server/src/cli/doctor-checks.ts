import { join } from 'node:path';
import type { DoctorDeps, Finding } from './doctor.ts';
import type { Config } from '../config.ts';
import type { Platform } from '../open-platform.ts';
import { pendingMigrations } from '../platform/db/migrate.ts';
import { privateFileMode } from '../platform/private-file.ts';

/** Below this the next uploads will not fit. */
const freeWarnBytes = 2 * 1024 ** 3;
const clockSkewMaxMs = 2000;

type Seen = Omit<Finding, 'what'>;
const ok = (message: string): Seen => ({ state: 'ok', message });

function lookAtFfmpeg({ ffmpeg }: Platform): Seen {
  const { found, version, ffmpegPath, missing, installHint, sandbox } = ffmpeg.abilities;
  if (!found) return { state: 'problem', message: `not found; uploads cannot be processed. Type: ${installHint}` };
  const needed = missing.filter((name) => name !== 'muxer chromaprint');
  if (needed.length > 0)
    return { state: 'problem', message: `${version} lacks ${needed.join(', ')}. Type: ${installHint}` };
  const said = `${version} at ${ffmpegPath}, sandbox: ${sandbox}`;
  return sandbox === 'none' ? { state: 'warning', message: `${said} (install util-linux or bubblewrap)` } : ok(said);
}

async function lookAtClock({ db, clock }: Platform): Promise<Seen> {
  const { rows } = await db.execute(`select extract(epoch from clock_timestamp()) * 1000 as now_ms`);
  const skewMs = Math.abs(Number(rows[0]?.now_ms) - clock.now().getTime());
  if (skewMs <= clockSkewMaxMs) return ok('agrees with the database');
  return {
    state: 'problem',
    message: `differs from the database by ${Math.round(skewMs)} ms; sessions and releases will be off`,
  };
}

async function lookAtDisk({ store }: Platform): Promise<Seen> {
  const free = await store.freeBytes();
  if (free === null) return ok('an object store has no fixed size');
  const said = `${(free / 1024 ** 3).toFixed(1)} GiB free for media`;
  return free < freeWarnBytes ? { state: 'warning', message: said } : ok(said);
}

async function lookAtSecrets(config: Config): Promise<Seen> {
  const mode = await privateFileMode(join(config.DATA_DIR, 'secrets.json'));
  if ((mode & 0o077) === 0) return ok('secrets.json is readable by its owner alone');
  return {
    state: 'problem',
    message: 'secrets.json can be read by others on this machine. Type: chmod 600 secrets.json',
  };
}

async function lookAtJobs({ jobs }: Platform): Promise<Seen> {
  const stats = await jobs.stats();
  const failed = stats.filter((queue) => queue.failed > 0).map((queue) => `${queue.name} ${queue.failed}`);
  const waiting = stats.reduce((sum, queue) => sum + queue.waiting, 0);
  if (failed.length === 0) return ok(`${waiting} waiting, none failed`);
  return { state: 'warning', message: `gave up: ${failed.join(', ')}; see GET /api/admin/jobs?state=failed` };
}

/** What `longwave doctor` looks at, in the order a person would. */
export function doctorChecks(config: Config, platform: Platform): DoctorDeps {
  const { db, store } = platform;
  return {
    checks: [
      { what: 'node', look: async () => ok(process.version) },
      { what: 'ffmpeg', look: async () => lookAtFfmpeg(platform) },
      {
        what: 'database',
        look: async () => {
          await db.ping(5000);
          return ok(db.kind === 'pglite' ? `embedded, in ${join(config.DATA_DIR, 'db')}` : 'PostgreSQL');
        },
      },
      {
        what: 'migrations',
        look: async () => {
          const pending = await pendingMigrations(db);
          return pending.length === 0
            ? ok('none pending')
            : { state: 'problem', message: `pending: ${pending.join(', ')}` };
        },
      },
      {
        what: 'storage',
        look: async () => {
          await store.selfTest();
          return ok(`${store.kind}: a byte was written and read back`);
        },
      },
      { what: 'disk', look: () => lookAtDisk(platform) },
      { what: 'clock', look: () => lookAtClock(platform) },
      { what: 'secrets', look: () => lookAtSecrets(config) },
      { what: 'jobs', look: () => lookAtJobs(platform) },
    ],
  };
}
