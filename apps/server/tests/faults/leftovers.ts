import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { FakeClock, systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { createTestLog } from '../support/test-log.ts';
import { errorCode } from '../../src/platform/storage/durable-files.ts';

/** Entries of a folder; none when it is not there. */
export async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** Running programs (pid and command) that work in, or on a file of, this folder (Linux). */
export async function processesOn(folder: string): Promise<{ pid: number; command: string }[]> {
  const found: { pid: number; command: string }[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const command = (await readFile(`/proc/${name}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
      const cwd = await readlink(`/proc/${name}/cwd`);
      if (command !== '' && (command.includes(folder) || cwd.startsWith(folder)))
        found.push({ pid: Number(name), command });
    } catch (error) {
      // Processes end while the list is read; those of other users cannot be looked at.
      if (!['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
    }
  }
  return found;
}

/** What is on the disk without a row, or in a row without being on the disk. */
export interface Leftovers {
  readonly transcodes: string[];
  readonly waveforms: string[];
  readonly uploads: string[];
  readonly scratch: string[];
  readonly missingFiles: string[];
  readonly openUploads: number;
}

/**
 * Opens the data directory of a stopped server three days later, when every file is old enough to be judged, runs the sweeps
 * and answers what is left that should not be.
 */
export async function sweepAndInspect(dataDir: string, databaseUrl?: string): Promise<Leftovers> {
  const { log } = createTestLog();
  const clock = new FakeClock(new Date(Date.now() + 3 * 24 * 3600 * 1000));
  const config = loadConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    PATH: process.env.PATH,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  });
  const db = await openDatabase({ databaseUrl, dataDir, log, clock: systemClock });
  await using app = await createApp(config, { log, clock, db, jobs: 'manual' });
  await app.start();
  await db.tx(async (tx) => {
    await app.jobs.enqueue(tx, 'media.sweep-orphans', {});
    await app.jobs.enqueue(tx, 'media.sweep-uploads', {});
  });
  await app.processAll();
  const media = join(dataDir, 'media');
  const select = async (sql: string) => (await db.execute(sql)).rows.map((row) => String(Object.values(row)[0]));
  const versions = new Set(await select('select version_id from processings'));
  const named = await select(
    'select key from assets union all select entry_key from renditions union all select json_key from waveforms union all select dat_key from waveforms union all select png_key from waveforms',
  );
  const missingFiles: string[] = [];
  for (const key of named) {
    const slash = key.lastIndexOf('/');
    if (!(await namesIn(join(media, key.slice(0, slash)))).includes(key.slice(slash + 1))) missingFiles.push(key);
  }
  const scratchFolders = await namesIn(join(media, '.scratch'));
  return {
    transcodes: (await namesIn(join(media, 'transcodes'))).filter((id) => !versions.has(id)),
    waveforms: (await namesIn(join(media, 'waveforms'))).filter((id) => !versions.has(id)),
    uploads: await namesIn(join(media, 'uploads')),
    // The one of this process stays while it runs.
    scratch: scratchFolders.filter((name) => !name.startsWith(`${process.pid}-`)),
    missingFiles,
    openUploads: Number((await select("select count(*) from uploads where state = 'open'"))[0]),
  };
}
