import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { acquireDataLock } from './data-lock.ts';
import type { Database } from './database.ts';
import { createPostgresDatabase } from './postgres-database.ts';

/** A Database that can tell other processes where this one serves. */
export interface OpenDatabase extends Database {
  /** Written beside the lock of an embedded database, so a refused second process and the command line can name it. */
  announceUrl(url: string): void;
}

/** What a person would recognise of this process. */
function commandLine(): string {
  return ['longwave', ...process.argv.slice(2)].join(' ');
}

/**
 * Opens this instance's database: PostgreSQL when `databaseUrl` is given, otherwise the embedded one in `dataDir`/db
 * under an exclusive lock. Throws `DataLockedError` when another process has it. Migrations are not run here.
 */
export async function openDatabase(deps: {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly log: Log;
  readonly clock: Clock;
}): Promise<OpenDatabase> {
  if (deps.databaseUrl !== undefined) {
    return { ...createPostgresDatabase(deps.databaseUrl, deps.log), announceUrl: () => undefined };
  }
  const lock = acquireDataLock(deps.dataDir, { command: commandLine(), since: deps.clock.now() });
  try {
    const startedMs = performance.now();
    // Imported here: the engine takes tens of MB that an instance on PostgreSQL need not pay.
    const [{ openPglite }, { createPgliteDatabase }] = await Promise.all([
      import('./open-pglite.ts'),
      import('./pglite-database.ts'),
    ]);
    const pg = await openPglite(join(deps.dataDir, 'db'));
    deps.log.debug({ tookMs: Math.round(performance.now() - startedMs) }, 'opened the embedded database');
    const db = createPgliteDatabase(pg, deps.log, async () => lock[Symbol.dispose]());
    return { ...db, announceUrl: lock.announceUrl };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}
