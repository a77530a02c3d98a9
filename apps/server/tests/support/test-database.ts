import { createHash, randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { jobNames } from '@longwave/contracts/jobs';
import { systemClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { migrateDatabase, migrationsFolder, readMigrations } from '../../src/platform/db/migrate.ts';
import { createPgliteDatabase } from '../../src/platform/db/pglite-database.ts';
import { createPostgresDatabase } from '../../src/platform/db/postgres-database.ts';
import { createJobs } from '../../src/platform/jobs/create-jobs.ts';
import { createTestLog } from './test-log.ts';

export { createTestLog } from './test-log.ts';

/** Which driver the suite runs on: `TEST_DATABASE=pglite` (default) or `postgres`. */
export const testDatabaseKind = process.env.TEST_DATABASE === 'postgres' ? 'postgres' : 'pglite';

const adminUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Changes whenever a migration does, so a template is never stale. */
function templateKey(): string {
  const hash = createHash('sha256').update('engine 0.5.14, queue 12.38.0').update(jobNames.join());
  for (const { tag, sha256 } of readMigrations(migrationsFolder)) hash.update(tag).update(sha256);
  return hash.digest('hex').slice(0, 16);
}

/** A migrated, empty database of its own for one test file; fast, because it is a copy of a template. Gone when disposed. */
export function createTestDatabase(kind: 'pglite' | 'postgres' = testDatabaseKind): Promise<Database> {
  return kind === 'postgres' ? clonePostgres() : clonePglite();
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Migrates, installs the job queue with its queues (2.4 s that no test file has to pay again), and closes. */
async function prepare(db: Database): Promise<void> {
  const { log } = createTestLog();
  await migrateDatabase(db, { log });
  const jobs = createJobs({ db, clock: systemClock, log, mode: 'manual' });
  const limits = { concurrency: 1, retryLimit: 0, retryDelayS: 1, expireInS: 60 };
  await jobs.start(
    jobNames.map((name) => ({ name, ...limits, handle: async () => {} })),
    [],
  );
  await jobs[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
}

/** Builders that race each build a copy; the first rename wins and the others throw theirs away. */
async function pgliteTemplate(): Promise<string> {
  const template = join(tmpdir(), `longwave-test-template-${templateKey()}`);
  if (await exists(template)) return template;
  const building = await mkdtemp(`${template}.building-`);
  const db = createPgliteDatabase(await PGlite.create(join(building, 'db')), createTestLog().log);
  await prepare(db);
  await rename(join(building, 'db'), template).catch(async (error: unknown) => {
    if (!(await exists(template))) throw error;
  });
  await rm(building, { recursive: true, force: true });
  return template;
}

async function clonePglite(): Promise<Database> {
  const template = await pgliteTemplate();
  const dir = await mkdtemp(join(tmpdir(), 'longwave-test-db-'));
  // The synchronous copy takes a third of the promised one's time for a thousand small files.
  cpSync(template, dir, { recursive: true });
  // The engine's own defaults leave fsync off, which tests that are not about durability may have.
  return createPgliteDatabase(await PGlite.create(dir), createTestLog().log, () =>
    rm(dir, { recursive: true, force: true }),
  );
}

function urlOf(database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Built under an advisory lock and renamed into place once whole, so a killed build is built again. */
async function postgresTemplate(admin: Client): Promise<string> {
  const template = `longwave_template_${templateKey()}`;
  const building = `${template}_building`;
  await admin.query('select pg_advisory_lock(4118920312)');
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [template]);
  if (!rowCount) {
    await admin.query(`drop database if exists ${building}`);
    await admin.query(`create database ${building} template template0 encoding 'UTF8'`);
    const db = createPostgresDatabase(urlOf(building), createTestLog().log);
    await prepare(db);
    await admin.query(`alter database ${building} rename to ${template}`);
  }
  await admin.query('select pg_advisory_unlock(4118920312)');
  return template;
}

async function clonePostgres(): Promise<Database> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(async (admin) => {
    await admin.query(`create database ${name} template ${await postgresTemplate(admin)}`);
  });
  const db = createPostgresDatabase(urlOf(name), createTestLog().log);
  return {
    ...db,
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await asAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}
