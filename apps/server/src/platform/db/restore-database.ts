import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { Database, Tx } from './database.ts';

const batchRows = 500;

const Line = z.union([
  z.object({ format: z.literal('longwave-backup'), version: z.literal(1), at: z.iso.datetime() }),
  z.object({ schema: z.string(), table: z.string(), columns: z.string() }),
  z.object({ schema: z.string(), sequence: z.string(), value: z.string() }),
  z.object({ end: z.literal(true) }),
]);

/** Puts `rows` (JSON texts as the backup holds them) into a table. */
type Target = { name: string; columns: string };
async function insert(run: { db: Database; tx: Tx }, target: Target, rows: string[]): Promise<void> {
  if (rows.length === 0) return;
  await run.db.executeIn(
    run.tx,
    `insert into ${target.name} (${target.columns}) overriding system value
     select ${target.columns} from json_populate_recordset(null::${target.name}, $1::json)`,
    [`[${rows.join(',')}]`],
  );
}

/**
 * Fills a freshly migrated database, on either driver, with the rows of a backup, in one transaction: all or
 * nothing. What the tables held is replaced. Needs a superuser on PostgreSQL (foreign keys rest meanwhile).
 * Throws when the file is cut off or is no backup.
 */
export async function restoreDatabase(db: Database, backupPath: string): Promise<{ rows: number }> {
  const file = createReadStream(backupPath);
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  const lines = createInterface({ input: file.pipe(unpacked), crlfDelay: Infinity });
  return db.tx(async (tx) => {
    await db.executeIn(tx, `set local session_replication_role = 'replica'`);
    let target: Target | null = null;
    let batch: string[] = [];
    let restored = 0;
    let [started, ended] = [false, false];
    for await (const text of lines) {
      if (text.startsWith(' ') && target) {
        restored += 1;
        if (batch.push(text) < batchRows) continue;
      }
      if (target) await insert({ db, tx }, target, batch);
      batch = [];
      if (text.startsWith(' ')) continue;
      const line = Line.parse(JSON.parse(text));
      if ('format' in line) started = true;
      else if (!started) throw new Error(`${backupPath} is not a backup.`);
      else if ('table' in line) {
        target = { name: `"${line.schema}"."${line.table}"`, columns: line.columns };
        await db.executeIn(tx, `delete from ${target.name}`);
      } else if ('sequence' in line) {
        await db.executeIn(tx, 'select setval($1::regclass, $2::bigint)', [
          `"${line.schema}"."${line.sequence}"`,
          line.value,
        ]);
      } else ended = true;
    }
    if (!ended) throw new Error(`The backup ${backupPath} is cut off.`);
    return { rows: restored };
  });
}
