import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Database, Tx } from './database.ts';

export interface BackupDeps {
  readonly db: Database;
  readonly log: Log;
  readonly clock: Clock;
  readonly dataDir: string;
  /** Newest backups that are kept. */
  readonly keep: number;
}

/** Rows fetched by one statement; bounds how long the process is blocked and the memory held. */
const pageRows = 500;
const suffix = '.jsonl.gz';

/** Schemas whose rows are saved; queues are not, jobs are made again from the state of their subjects. */
const savedTables = `
  select n.nspname as schema, c.relname as name,
    (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname in ('public', 'drizzle') order by 1, 2`;

async function* dump(db: Database, tx: Tx, at: Date): AsyncGenerator<string> {
  const ask = async (text: string) => (await db.executeIn(tx, text)).rows;
  yield `${JSON.stringify({ format: 'longwave-backup', version: 1, at: at.toISOString() })}\n`;
  for (const { schema, name, columns } of await ask(savedTables)) {
    yield `${JSON.stringify({ schema, table: name, columns })}\n`;
    const table = `"${String(schema)}"."${String(name)}"`;
    await ask(
      `declare backup_rows no scroll cursor for select row_to_json(r)::text as row from (select ${String(columns)} from ${table}) r`,
    );
    for (;;) {
      const rows = await ask(`fetch ${pageRows} from backup_rows`);
      if (rows.length === 0) break;
      // The engine's own JSON text, never parsed here: a parse would round 64-bit numbers.
      yield rows.map(({ row }) => ` ${String(row)}\n`).join('');
    }
    await ask('close backup_rows');
  }
  const sequences = await ask(
    `select schemaname as schema, sequencename as name, last_value::text as value from pg_sequences
     where schemaname in ('public', 'drizzle') and last_value is not null`,
  );
  for (const { schema, name, value } of sequences) yield `${JSON.stringify({ schema, sequence: name, value })}\n`;
  yield `${JSON.stringify({ end: true })}\n`;
}

/** Backups in the directory, oldest first. */
export async function listBackups(dataDir: string): Promise<string[]> {
  const dir = join(dataDir, 'backups');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const names = await readdir(dir);
  return names
    .filter((name) => name.endsWith(suffix))
    .toSorted()
    .map((name) => join(dir, name));
}

/**
 * Writes every row of the embedded database, as of one moment, to `DATA_DIR/backups/<time>.jsonl.gz` and removes all
 * but the newest `keep`. The file appears whole or not at all. Answers its path, or null on PostgreSQL, which is
 * backed up by its own tools. Other transactions wait meanwhile; the event loop runs between pages.
 */
export async function backUpDatabase(deps: BackupDeps): Promise<string | null> {
  if (deps.db.kind !== 'pglite') return null;
  const startedMs = performance.now();
  await listBackups(deps.dataDir);
  const at = deps.clock.now();
  const path = join(deps.dataDir, 'backups', `${at.toISOString().replaceAll(':', '-')}${suffix}`);
  const partial = `${path}.partial`;
  try {
    await deps.db.tx(async (tx) => {
      await deps.db.executeIn(tx, 'set transaction isolation level repeatable read, read only');
      await pipeline(
        Readable.from(dump(deps.db, tx, at)),
        createGzip({ level: 6 }),
        createWriteStream(partial, { mode: 0o600 }),
      );
    });
    const handle = await open(partial, 'r+');
    await handle.sync();
    const { size } = await handle.stat();
    await handle.close();
    await rename(partial, path);
    deps.log.info({ path, sizeBytes: size, tookMs: Math.round(performance.now() - startedMs) }, 'backed up');
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  const backups = await listBackups(deps.dataDir);
  for (const old of backups.slice(0, Math.max(0, backups.length - deps.keep))) await rm(old, { force: true });
  return path;
}
