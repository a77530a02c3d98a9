import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWriter } from '../../../tests/faults/writer-process.ts';
import { createTestLog } from '../../../tests/support/test-log.ts';
import { systemClock } from '../clock.ts';
import { acquireDataLock, DataLockedError, readHolder } from './data-lock.ts';
import type { DurableNodeFS } from './durable-node-fs.ts';
import { assertDurable } from './open-pglite.ts';
import { openDatabase, type OpenDatabase } from './open-database.ts';

/** Rounds of kill -9; each starts a process. */
const killRounds = Number(process.env.DATABASE_KILL_ROUNDS ?? 5);

let root: string;
const { log } = createTestLog();
const open = (dataDir: string): Promise<OpenDatabase> =>
  openDatabase({ databaseUrl: undefined, dataDir, log, clock: systemClock });
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'longwave-open-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs a program that imports from this folder; answers what it wrote and its exit code. */
async function runProgram(source: string): Promise<{ output: string; code: number | null }> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], { cwd: import.meta.dirname });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { output, code };
}

it('flushes to the disk at every commit, and refuses an engine that does not', async () => {
  await using db = await open(join(root, 'data'));
  expect((await db.execute('show fsync')).rows).toEqual([{ fsync: 'on' }]);
  expect((await db.execute('show wal_sync_method')).rows).toEqual([{ wal_sync_method: 'fsync' }]);
  const plain = new NodeFS(join(root, 'plain'));
  const careless = await PGlite.create({ fs: plain });
  await expect(assertDurable(careless, { syncs: 0 } as DurableNodeFS)).rejects.toThrow('without flushing');
  await careless.close();
});

it('refuses a second process with a sentence that says who holds the data', async () => {
  const dataDir = join(root, 'data');
  await using db = await open(dataDir);
  db.announceUrl('http://localhost:3000');
  const { output, code } = await runProgram(
    `import { openDatabase } from './open-database.ts';
     await openDatabase({ dataDir: ${JSON.stringify(dataDir)}, clock: { now: () => new Date() }, log: console });`,
  );
  expect(code).not.toBe(0);
  expect(output).toContain(`is in use by process ${process.pid} (longwave`);
  expect(output).toContain('serving http://localhost:3000');
});

it('refuses a second opening in the same process', async () => {
  const dataDir = join(root, 'twice');
  using held = acquireDataLock(dataDir, { command: 'longwave serve', since: new Date() });
  expect(() => acquireDataLock(dataDir, { command: 'longwave doctor', since: new Date() })).toThrow(DataLockedError);
  held.announceUrl('http://localhost:1');
  expect(readHolder(dataDir)).toMatchObject({ pid: process.pid, url: 'http://localhost:1', host: hostname() });
});

it('lets exactly one of several racing processes have the directory of a dead one', async () => {
  const dataDir = join(root, 'race');
  const take = `import { acquireDataLock } from './data-lock.ts';
    try { acquireDataLock(${JSON.stringify(dataDir)}, { command: 'racer', since: new Date() }); console.log('WON'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 3000); }
    catch { console.log('LOST'); }`;
  const dead = await runProgram(take.replace('3000', '1'));
  expect(dead.output).toContain('WON');
  const racers = await Promise.all(Array.from({ length: 4 }, () => runProgram(take)));
  expect(racers.filter(({ output }) => output.includes('WON'))).toHaveLength(1);
});

it('leaves the lock file readable by its owner only', async () => {
  const dataDir = join(root, 'mode');
  using lock = acquireDataLock(dataDir, { command: 'longwave serve', since: new Date() });
  lock.announceUrl('http://localhost:1');
  expect((await stat(join(dataDir, 'lock'))).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(join(dataDir, 'lock.json'), 'utf8'))).toMatchObject({ command: 'longwave serve' });
});

it(`has every acknowledged row after ${killRounds} rounds of kill -9`, { timeout: 120_000 }, async () => {
  const dataDir = join(root, 'data');
  const acknowledged: number[] = [];
  for (let round = 0; round < killRounds; round += 1) {
    // A killed writer may have committed one row more than it printed: the next starts beyond it.
    const writer = startWriter(dataDir, (acknowledged.at(-1) ?? 0) + 2);
    await writer.acknowledgedAtLeast(1 + Math.floor(Math.random() * 60));
    await writer.kill();
    acknowledged.push(...writer.acknowledged);
  }
  await using db = await open(dataDir);
  const { rows } = await db.execute('select id from acknowledged');
  const found = new Set(rows.map(({ id }) => Number(id)));
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
});
