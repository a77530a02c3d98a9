import type { Database } from './database.ts';

/**
 * What PostgreSQL's background processes do and the embedded engine has none of: VACUUM ANALYZE (autovacuum), and
 * CHECKPOINT, without which its write-ahead log grows for as long as the process lives and the start after a crash
 * replays all of it. Nothing on PostgreSQL.
 */
export async function maintainDatabase(db: Database): Promise<{ tables: number }> {
  if (db.kind !== 'pglite') return { tables: 0 };
  const { rows } = await db.execute(
    `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables order by 1`,
  );
  // Table by table, so other work gets its turn in between: a statement blocks the whole process.
  for (const { name } of rows) await db.execute(`vacuum (analyze) ${String(name)}`);
  await db.execute('checkpoint');
  return { tables: rows.length };
}
