import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes folders (and their parents) below a local directory. */
export async function makeFolders(root: string, folders: readonly string[]): Promise<void> {
  await Promise.all(folders.map((folder) => mkdir(join(root, folder), { recursive: true })));
}

/** Text of a small local file; rejects with ENOENT when absent. */
export function readLocalText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

export async function writeLocalFile(path: string, content: string | Uint8Array | Iterable<string>): Promise<void> {
  await writeFile(path, content);
}

/** Sizes in bytes of the files directly inside a local folder, by name. */
export async function fileSizes(folder: string): Promise<Map<string, number>> {
  const names = await readdir(folder);
  const sized = await Promise.all(names.map(async (name) => [name, (await stat(join(folder, name))).size] as const));
  return new Map(sized);
}

/** A fresh folder in the system's temporary directory; removed with everything in it by `dispose`. */
export async function makeTemporaryFolder(purpose: string): Promise<{ path: string; dispose(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `longwave-${purpose}-`));
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
}
