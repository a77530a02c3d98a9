import { createReadStream } from 'node:fs';
import { mkdir, opendir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { Log } from '../log.ts';
import { errorCode, renameDurably, syncTree, withStorageErrors } from './durable-files.ts';
import { assertObjectKey } from './object-key.ts';
import type { ObjectHead, ObjectKey, ObjectStore } from './object-store.ts';
import { replaceDirectory } from './replace-directory.ts';
import { openScratchSpace, type ScratchSpace } from './scratch-space.ts';
import { pour, pourFiles, writeAtomically } from './write-object.ts';

/** Hidden, so no key can name it; on the same volume, so that everything in it can be renamed into place. */
const scratchName = '.scratch';

interface FsStore {
  readonly rootDir: string;
  readonly scratch: ScratchSpace;
  pathOf(key: ObjectKey): string;
}

/**
 * Object store in a directory (embedded profile). What a dead process left (temporary files, half-done replacements)
 * is repaired and cleared before this resolves. Several processes may share the directory.
 */
export async function createFsObjectStore(deps: { rootDir: string; log: Log }): Promise<ObjectStore> {
  const rootDir = resolve(deps.rootDir);
  const scratch = await openScratchSpace({ rootDir, scratchRoot: join(rootDir, scratchName), log: deps.log });
  const fs: FsStore = {
    rootDir,
    scratch,
    pathOf(key) {
      assertObjectKey(key);
      return join(rootDir, key);
    },
  };
  return { kind: 'fs', ...writers(fs), ...readers(fs), ...movers(fs), ...upkeep(fs) };
}

function writers(fs: FsStore): Pick<ObjectStore, 'put' | 'concat'> {
  return {
    async put(key, body, options) {
      // A body may fail before its first byte is asked for; reading it reports that, and an unheard event would end the process.
      if (body instanceof Readable) body.on('error', () => undefined);
      const paths = { temporary: fs.scratch.freshPath('put'), target: fs.pathOf(key) };
      const maxBytes = options?.maxBytes ?? Number.POSITIVE_INFINITY;
      return { key, ...(await writeAtomically(paths, (sink) => pour(body, sink, maxBytes))) };
    },
    async concat(key, sources) {
      const paths = { temporary: fs.scratch.freshPath('concat'), target: fs.pathOf(key) };
      const files = sources.map(fs.pathOf);
      return { key, ...(await writeAtomically(paths, (sink) => pourFiles(files, sink))) };
    },
  };
}

function readers(fs: FsStore): Pick<ObjectStore, 'head' | 'read' | 'list' | 'localFile'> {
  return {
    head: async (key) => headOf(key, fs.pathOf(key)),
    read: (key, range) => createReadStream(fs.pathOf(key), range ?? {}),
    list: (prefix) => walk(fs.rootDir, fs.pathOf(prefix)),
    localFile: async (key) => ({ path: fs.pathOf(key), dispose: async () => undefined }),
  };
}

function movers(fs: FsStore): Pick<ObjectStore, 'move' | 'movePrefix' | 'remove' | 'removePrefix'> {
  const places = { rootDir: fs.rootDir, scratchPath: fs.scratch.path };
  return {
    move: async (from, to) => withStorageErrors(() => renameDurably(fs.pathOf(from), fs.pathOf(to))),
    movePrefix: async (from, to) => withStorageErrors(() => replaceDirectory(places, fs.pathOf(from), fs.pathOf(to))),
    remove: async (key) => rm(fs.pathOf(key), { force: true }),
    async removePrefix(prefix) {
      const aside = fs.scratch.freshPath('removed');
      try {
        await rename(fs.pathOf(prefix), aside);
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return;
        throw error;
      }
      await rm(aside, { recursive: true, force: true });
    },
  };
}

function upkeep(fs: FsStore): Pick<ObjectStore, 'workspace' | 'selfTest' | 'freeBytes'> {
  const places = { rootDir: fs.rootDir, scratchPath: fs.scratch.path };
  return {
    async workspace() {
      const path = fs.scratch.freshPath('workspace');
      await withStorageErrors(() => mkdir(path));
      return {
        path,
        publish: async (prefix) =>
          withStorageErrors(async () => {
            const target = fs.pathOf(prefix);
            await syncTree(path);
            await replaceDirectory(places, path, target);
          }),
        discard: async () => rm(path, { recursive: true, force: true }),
      };
    },
    async selfTest() {
      const target = fs.scratch.freshPath('self-test');
      const bytes = Buffer.from(target);
      await writeAtomically({ temporary: `${target}.tmp`, target }, (sink) => sink.write(bytes));
      const back = await readFile(target);
      await rm(target);
      if (!back.equals(bytes)) throw new Error(`what was written below ${fs.rootDir} read back differently`);
    },
    async freeBytes() {
      const volume = await statfs(fs.rootDir);
      return volume.bavail * volume.bsize;
    },
  };
}

async function headOf(key: ObjectKey, path: string): Promise<ObjectHead | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? { key, sizeBytes: found.size, modifiedAt: found.mtime } : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** Every object below a directory, one at a time; what vanishes meanwhile is left out. */
async function* walk(rootDir: string, directory: string): AsyncGenerator<ObjectHead> {
  let entries;
  try {
    entries = await opendir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return;
    throw error;
  }
  for await (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      yield* walk(rootDir, path);
      continue;
    }
    const head = await headOf(relative(rootDir, path).split(sep).join('/'), path);
    if (head) yield head;
  }
}
