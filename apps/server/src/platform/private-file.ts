import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from './log.ts';

const ownerOnly = 0o600;

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/**
 * Creates a file that only its owner may read, complete and on disk before it has its name, and never over an existing one.
 * Answers false when the name is taken: whoever came first wins.
 */
export async function createPrivateFile(path: string, content: string): Promise<boolean> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(draft, 'wx', ownerOnly);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A hard link fails when the name exists, where a rename would replace it.
    await link(draft, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncDirectory(directory);
  return true;
}

/** Content of a private file, or null when there is none. Permissions that others could use are taken away, with a warning. */
export async function readPrivateFile(path: string, log: Log): Promise<string | null> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      await chmod(path, ownerOnly);
      log.warn({ path, mode: (mode & 0o777).toString(8) }, 'a secret file was open to other users; now it is 0600');
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Removes a private file and makes the removal durable; a missing one is fine. */
export async function removePrivateFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Permission bits of a file, e.g. 0o600; rejects with ENOENT when absent. */
export async function privateFileMode(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}
