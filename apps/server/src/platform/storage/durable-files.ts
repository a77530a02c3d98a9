import { mkdir, open, opendir, rename, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../errors.ts';

const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** `code` of a system error, or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Runs file work; a volume that is full, over quota or refuses the file's size becomes `server.storage_full`. */
export async function withStorageErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!fullCodes.has(errorCode(error) ?? '')) throw error;
    throw new AppError('server.storage_full', {
      message: 'The storage of this server is full. Nothing was stored; try again once there is room.',
      cause: error,
    });
  }
}

/** Writes all of the bytes; a short write continues where it stopped. */
export async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, offset, bytes.byteLength - offset);
    offset += bytesWritten;
  }
}

/** fsync of a directory, so that the names in it survive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Makes a directory and its parents durable: every directory that got a new name in it is synced. */
export async function ensureDirectory(path: string): Promise<void> {
  const firstMade = await mkdir(path, { recursive: true });
  if (firstMade === undefined) return;
  const stop = dirname(firstMade);
  for (let current = dirname(path); current.length >= stop.length; current = dirname(current)) {
    await syncDirectory(current);
    if (current === stop) return;
  }
}

/** fsync of every file and directory below a directory. */
export async function syncTree(path: string): Promise<void> {
  for await (const entry of await opendir(path)) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await syncTree(child);
    else if (entry.isFile()) await syncFile(child);
  }
  await syncDirectory(path);
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Renames within one volume and makes both names durable; creates the target's directory. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await ensureDirectory(dirname(to));
  await rename(from, to);
  await syncDirectory(dirname(to));
  if (dirname(from) !== dirname(to)) await syncDirectory(dirname(from));
}
