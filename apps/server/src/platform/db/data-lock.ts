import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** Who holds a data directory; written for people and for the command line, never trusted as the lock itself. */
export const DataHolder = z.object({
  pid: z.number().int(),
  command: z.string(),
  host: z.string(),
  since: z.iso.datetime(),
  url: z.url().nullable(),
});
export type DataHolder = z.infer<typeof DataHolder>;

/** Another live process holds the data directory; the message is a sentence for the person at the terminal. */
export class DataLockedError extends Error {
  readonly holder: DataHolder | null;
  constructor(dataDir: string, holder: DataHolder | null) {
    const who = holder
      ? `process ${holder.pid} (${holder.command}) on ${holder.host} since ${holder.since}${holder.url ? `, serving ${holder.url}` : ''}`
      : 'another process';
    super(`The data directory ${dataDir} is in use by ${who}. Stop it first, or choose another DATA_DIR.`);
    this.name = 'DataLockedError';
    this.holder = holder;
  }
}

export interface DataLock extends Disposable {
  /** Tells others the address of the running server. */
  announceUrl(url: string): void;
}

const sqliteBusy = 5;

function holderPath(dataDir: string): string {
  return join(dataDir, 'lock.json');
}

/** Reads who holds the directory; null when nothing readable is there or its process on this host is gone. */
export function readHolder(dataDir: string): DataHolder | null {
  let text: string;
  try {
    text = readFileSync(holderPath(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const parsed = DataHolder.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  return parsed.data.host === hostname() && !isAlive(parsed.data.pid) ? null : parsed.data;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function writeHolder(dataDir: string, holder: DataHolder): void {
  const temporary = `${holderPath(dataDir)}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(holder), { mode: 0o600 });
  renameSync(temporary, holderPath(dataDir));
}

/** Takes the operating system's lock on a file by way of SQLite, the one part of Node that offers it. */
function lockFile(path: string): DatabaseSync | null {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    // Without a journal on disk: nothing is ever written, only the lock is wanted.
    file.exec('pragma journal_mode = memory; begin exclusive');
    chmodSync(path, 0o600);
    return file;
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode === sqliteBusy) return null;
    throw error;
  }
}

/**
 * Takes the data directory for this process, exclusively, or throws `DataLockedError`. It is the kernel's advisory file
 * lock: it falls with its process however that ends (kill -9, power cut), so it cannot be stale, two racing
 * processes cannot both win, a recycled pid means nothing, and containers sharing the volume see it.
 */
export function acquireDataLock(dataDir: string, options: { command: string; since: Date }): DataLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = lockFile(join(dataDir, 'lock'));
  if (!file) throw new DataLockedError(dataDir, readHolder(dataDir));
  const holder = {
    pid: process.pid,
    command: options.command,
    host: hostname(),
    since: options.since.toISOString(),
    url: null,
  };
  writeHolder(dataDir, holder);
  return {
    announceUrl: (url) => writeHolder(dataDir, { ...holder, url }),
    [Symbol.dispose]: () => file.close(),
  };
}
