import { PgBoss, type Db } from 'pg-boss';
import type { Database, Tx } from '../db/database.ts';
import type { Log } from '../log.ts';

/** Schema that holds the queue's tables, in the same database as everything else. */
export const bossSchema = 'pgboss';

/** Runs the queue's statements in an open transaction. */
export function inTransaction(db: Database, tx: Tx): Db {
  return { executeSql: (text, values) => db.executeIn(tx, text, values) };
}

/**
 * The queue library on our database. It keeps the tables, claims, retries, expiry and cron; our own dispatcher runs
 * the handlers. `live: false` opens it without timers: nothing runs unless asked to.
 */
export function openBoss(deps: { db: Database; log: Log; live: boolean; onNotify: () => void }): PgBoss {
  const { db, log, live } = deps;
  const adapter: Db = {
    executeSql: (text, values) => db.execute(text, values),
    listen: async (channel, onNotification, onReconnect) => {
      const stop = await db.listen(channel, (queue) => {
        onNotification(queue);
        deps.onNotify();
      });
      onReconnect();
      return { close: stop };
    },
  };
  const boss = new PgBoss({
    db: adapter,
    schema: bossSchema,
    backend: db.kind,
    useListenNotify: live,
    supervise: live,
    schedule: live,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 5,
    registerInstance: false,
    // PGlite has one connection and no statistics collector; the database is vacuumed by its own job.
    reindex: db.kind === 'postgres',
    monitorVacuum: db.kind === 'postgres',
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue failed in the background'));
  boss.on('warning', (warning) => log.warn({ warning }, 'job queue warns'));
  return boss;
}
