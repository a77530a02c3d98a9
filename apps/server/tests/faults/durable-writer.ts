/**
 * Child process of the fault tests: `node durable-writer.ts <dataDir> <firstId> [engine-default]` commits one row after
 * the other and prints each id once its commit was acknowledged. `engine-default` opens the engine as it comes, as a
 * control that must lose rows in a power cut.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { systemClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { createPgliteDatabase } from '../../src/platform/db/pglite-database.ts';
import { createLog } from '../../src/platform/log.ts';

const [dataDir = '', firstId = '1', engine] = process.argv.slice(2);
const log = createLog({ level: 'silent', pretty: false });

async function openForWriter(): Promise<Database> {
  if (engine === 'engine-default') return createPgliteDatabase(await PGlite.create(join(dataDir, 'db')), log);
  return openDatabase({ databaseUrl: undefined, dataDir, log, clock: systemClock });
}

const db = await openForWriter();
await db.execute('create table if not exists acknowledged (id bigint primary key, filler text not null)');
writeSync(1, 'ready\n');
for (let id = Number(firstId); ; id += 1) {
  await db.tx((tx) =>
    db.executeIn(tx, 'insert into acknowledged values ($1::bigint, repeat(md5(($1::bigint)::text), 8))', [id]),
  );
  writeSync(1, `${id}\n`);
}
