import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { DurableNodeFS } from './durable-node-fs.ts';

/** The engine's own start parameters without `-F` (fsync off), and with the one flush method its file system really does. */
const durableStartParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  // The engine's default of 128 MB would be memory of this process; the operating system caches the files as well.
  '-c',
  'shared_buffers=32MB',
];

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Windows cannot open a directory for flushing. */
async function flushDirectory(path: string): Promise<void> {
  if (process.platform !== 'win32') await flush(path);
}

/**
 * Makes a new database beside its final place and renames it there once every byte is on the disk, so an interrupted
 * first start leaves nothing that looks like a database.
 */
async function createDirectory(dir: string): Promise<void> {
  const parent = dirname(dir);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  for (const name of await readdir(parent)) {
    if (name.startsWith('db-new-')) await rm(join(parent, name), { recursive: true });
  }
  const fresh = await mkdtemp(join(parent, 'db-new-'));
  await (await PGlite.create(fresh)).close();
  const entries = await readdir(fresh, { recursive: true, withFileTypes: true });
  // Together, a hundred at a time: the file system then writes its journal once for many.
  for (let start = 0; start < entries.length; start += 100) {
    await Promise.all(
      entries.slice(start, start + 100).map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return entry.isDirectory() ? flushDirectory(path) : flush(path);
      }),
    );
  }
  await flushDirectory(fresh);
  await rename(fresh, dir);
  await flushDirectory(parent);
}

/** Commits a row and sees fsync calls reach the disk. Throws when they do not: then a power cut would lose acknowledged rows. */
export async function assertDurable(pg: PGlite, fs: DurableNodeFS): Promise<void> {
  await pg.exec(
    'create schema if not exists platform_check; create table if not exists platform_check.start (at timestamptz not null)',
  );
  const before = fs.syncs;
  await pg.exec('delete from platform_check.start; insert into platform_check.start values (now())');
  if (fs.syncs <= before) {
    throw new Error(
      'The embedded database commits without flushing to the disk, so a power cut would lose data. It is not used like this; set DATABASE_URL to a PostgreSQL instead.',
    );
  }
}

/**
 * Opens the embedded database in `dir`, creating it when it does not exist. The caller holds the data lock.
 * Throws when the directory cannot be opened or its commits do not reach the disk.
 */
export async function openPglite(dir: string): Promise<PGlite> {
  if (!existsSync(join(dir, 'PG_VERSION'))) await createDirectory(dir);
  const fs = new DurableNodeFS(dir);
  const pg = await PGlite.create({ fs, startParams: durableStartParams });
  try {
    await assertDurable(pg, fs);
  } catch (error) {
    await pg.close();
    throw error;
  }
  return pg;
}
