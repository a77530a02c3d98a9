import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, testDatabaseKind } from '../../../tests/support/test-database.ts';
import { createTestLog } from '../../../tests/support/test-log.ts';
import { FakeClock } from '../clock.ts';
import { backUpDatabase, listBackups } from './backup-database.ts';
import { maintainDatabase } from './maintain-database.ts';
import { restoreDatabase } from './restore-database.ts';
import type { Database } from './database.ts';

let dataDir: string;
let source: Database;
const clock = new FakeClock(new Date('2026-05-01T10:00:00Z'));
const { log } = createTestLog();

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'longwave-backup-'));
  source = await createTestDatabase('pglite');
  await source.execute(shape);
  await source.execute(
    `insert into probe (big, word, doc, bytes, at, real, list)
     select 9007199254740993 + i, E'line\\nbreak "' || i || ' 𝄞', '{"a": 1.10}', '\\x00ff', timestamptz '2026-01-02 03:04:05.678901Z', 0.1, '{a,"b c"}'
     from generate_series(1, 1234) i`,
  );
});
afterAll(async () => {
  await source[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

const shape = `create table probe (id bigint generated always as identity primary key, big bigint, word text, doc jsonb,
  bytes bytea, at timestamptz, "real" real, list text[], twice bigint generated always as (big / 2) stored);
  create table child (id int primary key, probe_id bigint references probe (id));
  insert into child select 1, id from probe limit 1`;
const fingerprint = 'select count(*)::int as rows, md5(string_agg(p::text, chr(10) order by id)) as sum from probe p';
const backUp = (keep = 24) => backUpDatabase({ db: source, dataDir, keep, clock, log });

it('restores every row of a backup exactly, on the driver under test', async () => {
  const path = (await backUp()) ?? '';
  await using target = await createTestDatabase(testDatabaseKind);
  await target.execute(shape);
  expect((await restoreDatabase(target, path)).rows).toBeGreaterThanOrEqual(1234);
  expect((await target.execute(fingerprint)).rows).toEqual((await source.execute(fingerprint)).rows);
  // The sequence goes on where it was, so new rows do not collide.
  await target.execute('insert into probe (word) values ($1)', ['next']);
  expect((await target.execute('select max(id) as id from probe')).rows).toEqual([{ id: 1235 }]);
});

it('changes nothing when the backup is cut off', async () => {
  const path = (await backUp()) ?? '';
  const cut = join(dataDir, 'cut.jsonl.gz');
  await writeFile(cut, (await readFile(path)).subarray(0, 2000));
  await using target = await createTestDatabase('pglite');
  await target.execute(`${shape}; insert into probe (word) values ('stays')`);
  await expect(restoreDatabase(target, cut)).rejects.toThrow('unexpected end of file');
  expect((await target.execute('select word from probe')).rows).toEqual([{ word: 'stays' }]);
});

it('keeps only the newest backups and leaves no partial file', async () => {
  for (let hour = 0; hour < 4; hour += 1) {
    clock.advanceMs(3_600_000);
    await backUp(2);
  }
  expect((await listBackups(dataDir)).map((path) => path.slice(-32))).toEqual([
    expect.stringContaining('T13-00-00'),
    expect.stringContaining('T14-00-00'),
  ]);
  expect((await readdir(join(dataDir, 'backups'))).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

it('vacuums the embedded database', async () => {
  await source.execute('delete from probe where id > 10');
  expect((await maintainDatabase(source)).tables).toBeGreaterThan(5);
  const { rows } = await source.execute(`select n_dead_tup as dead from pg_stat_user_tables where relname = 'probe'`);
  expect(rows).toEqual([{ dead: 0 }]);
});
