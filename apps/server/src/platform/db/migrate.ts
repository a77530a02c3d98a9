import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Database } from './database.ts';

/** Key of the advisory lock that one migrating process holds; any constant does as long as it never changes. */
const migrationLockKey = 4_118_920_311;

const Journal = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number().int() })) });

export interface Migration {
  /** File name without `.sql`. */
  readonly tag: string;
  /** Unix time in ms at which it was generated; the order of migrations. */
  readonly when: number;
  readonly sha256: string;
  readonly statements: readonly string[];
}

/** The committed migrations in order. Throws when the journal or one of its files is missing. */
export function readMigrations(migrationsFolder: string): Migration[] {
  const journal = Journal.parse(JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')));
  return journal.entries.map(({ tag, when }) => {
    const text = readFileSync(join(migrationsFolder, `${tag}.sql`), 'utf8');
    const statements = text
      .split('--> statement-breakpoint')
      .map((statement) => statement.trim())
      .filter(Boolean);
    return { tag, when, sha256: createHash('sha256').update(text).digest('hex'), statements };
  });
}

/** `apps/server/migrations` of this installation. */
export const migrationsFolder = join(import.meta.dirname, '../../../migrations');

/** The book of applied migrations has drizzle-kit's own name and shape, so its tools read it too. */
const createBook = `
  create schema if not exists drizzle;
  create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;

/** Tags of migrations that are committed but not applied, in order. Reads only. */
export async function pendingMigrations(db: Database, folder = migrationsFolder): Promise<string[]> {
  return (await unapplied(db, folder)).map(({ tag }) => tag);
}

async function unapplied(db: Database, folder: string): Promise<Migration[]> {
  const { rows: books } = await db.execute(`select to_regclass('drizzle.__drizzle_migrations') is not null as kept`);
  const rows = books[0]?.kept
    ? (await db.execute('select created_at, hash from drizzle.__drizzle_migrations')).rows
    : [];
  const applied = new Map(rows.map((row) => [Number(row.created_at), row.hash]));
  const migrations = readMigrations(folder);
  for (const { tag, when, sha256 } of migrations) {
    const hash = applied.get(when);
    if (hash !== undefined && hash !== sha256) {
      throw new Error(`Migration ${tag} was changed after it was applied; migrations are never edited, only added.`);
    }
  }
  return migrations.filter(({ when }) => !applied.has(when));
}

/**
 * Applies the committed migrations that are not applied yet, each in its own transaction under an advisory lock, so
 * processes that start together apply each exactly once. `beforeMigrate` runs once, before the first, when the
 * database already holds migrations. Answers the tags that this call applied.
 */
export async function migrateDatabase(
  db: Database,
  options: { log: Log; folder?: string; beforeMigrate?: (pending: readonly string[]) => Promise<void> },
): Promise<string[]> {
  const folder = options.folder ?? migrationsFolder;
  const pending = await unapplied(db, folder);
  if (pending.length === 0) return [];
  if (options.beforeMigrate && pending.length < readMigrations(folder).length) {
    await options.beforeMigrate(pending.map(({ tag }) => tag));
  }
  const appliedHere: string[] = [];
  for (const migration of pending) {
    const startedMs = performance.now();
    if (!(await applyOnce(db, migration))) continue;
    appliedHere.push(migration.tag);
    options.log.info({ migration: migration.tag, tookMs: Math.round(performance.now() - startedMs) }, 'migrated');
  }
  return appliedHere;
}

/** Applies one migration unless another process has; answers whether this call did. */
function applyOnce(db: Database, migration: Migration): Promise<boolean> {
  return db.tx(async (tx) => {
    await db.executeIn(tx, 'select pg_advisory_xact_lock($1)', [migrationLockKey]);
    await db.executeIn(tx, createBook);
    const { rows } = await db.executeIn(tx, 'select 1 from drizzle.__drizzle_migrations where created_at = $1', [
      migration.when,
    ]);
    if (rows.length > 0) return false;
    for (const statement of migration.statements) await db.executeIn(tx, statement);
    await db.executeIn(tx, 'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      migration.sha256,
      migration.when,
    ]);
    return true;
  });
}
