import { close, fstat, open, read, stat, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createBufferPool, type BufferPool } from './buffer-pool.ts';
import { errorCode } from './durable-files.ts';
import { createHotFiles } from './hot-files.ts';
import { assertObjectKey } from './object-key.ts';
import type { ObjectKey } from './object-store.ts';

const openFile = promisify(open);
const statFile = promisify(stat) as (path: string, options: { bigint: true }) => Promise<BigIntStats>;
const statOpenFile = promisify(fstat) as (fd: number, options: { bigint: true }) => Promise<BigIntStats>;
const closeFile = promisify(close);

/** Descriptors kept open for the next request. */
const openFilesMax = 256;
/** Larger files are streamed, never held whole. */
const hotFileMaxBytes = 1024 * 1024;
/** How long what is known of a file is believed before it is looked up again (a removed file is gone after that). */
const believedMs = 1000;
/** Unused descriptors are closed after this. */
const idleMs = 30_000;
/** One read; a whole segment of 6 s at 256 kb/s fits. */
const readBufferBytes = 256 * 1024;
const readBuffersKept = 32;

/** What a validator and a range need to know. Stored objects never change in place, so the identity of the file is a strong validator. */
export interface FileFacts {
  readonly sizeBytes: number;
  /** Strong ETag with its quotes (RFC 9110 §8.8.3). */
  readonly etag: string;
  readonly modifiedAt: Date;
  /** IMF-fixdate for `Last-Modified`. */
  readonly lastModified: string;
}

/** A file in use; `release` it exactly once. */
export interface FileInUse extends FileFacts {
  /** The whole content when it is held in memory. */
  readonly bytes: Buffer | null;
  /** Reads up to `length` bytes at `position` into a pooled buffer; 0 at the end. */
  read(buffer: Buffer, position: number, length: number): Promise<number>;
  release(): void;
}

export interface FileReader {
  /** Opens an object for reading; null when it does not exist. Answers at once when it is hot. */
  open(key: ObjectKey): FileInUse | Promise<FileInUse | null>;
  readonly buffers: BufferPool;
  readonly heldBytes: number;
  readonly openFiles: number;
}

interface Hot extends FileFacts {
  readonly bytes: Buffer;
  readonly inUse: FileInUse;
  checkedMs: number;
}
interface Opened {
  readonly fd: number;
  readonly facts: FileFacts;
  users: number;
  dropped: boolean;
  heating: boolean;
  checkedMs: number;
}

function factsOf(stats: BigIntStats): FileFacts {
  const modifiedAt = new Date(Number(stats.mtimeNs / 1_000_000n));
  return {
    sizeBytes: Number(stats.size),
    etag: `"${stats.ino.toString(36)}-${stats.size.toString(36)}-${stats.mtimeNs.toString(36)}"`,
    modifiedAt,
    lastModified: modifiedAt.toUTCString(),
  };
}

/** Facts of a path; null when there is no such file. */
async function factsAt(path: string): Promise<FileFacts | null> {
  try {
    const stats = await statFile(path, { bigint: true });
    return stats.isFile() ? factsOf(stats) : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

function readAt(fd: number, buffer: Buffer, at: { position: number; length: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, 0, Math.min(at.length, buffer.length), at.position, (error, bytesRead) => {
      if (error) reject(error);
      else resolve(bytesRead);
    });
  });
}

/** Reads a whole small file; null when it is shorter than it was said to be. */
async function readWhole(fd: number, sizeBytes: number): Promise<Buffer | null> {
  const bytes = Buffer.allocUnsafeSlow(sizeBytes);
  for (let at = 0; at < sizeBytes;) {
    const count = await readAt(fd, bytes.subarray(at), { position: at, length: sizeBytes - at });
    if (count === 0) return null;
    at += count;
  }
  return bytes;
}

/**
 * Reads objects of a file system store for delivery: descriptors stay open (≤ 256), small files in demand are held in
 * memory (≤ `cacheBytes`), everything else is read in pieces into pooled buffers. `monotonicMs` is a clock that only
 * goes forward.
 */
export function createFileReader(deps: {
  rootDir: string;
  cacheBytes: number;
  monotonicMs?: () => number;
}): FileReader {
  const { rootDir, monotonicMs = () => performance.now() } = deps;
  const hot = createHotFiles<Hot>(deps.cacheBytes);
  const opened = new Map<ObjectKey, Opened>();
  const opening = new Map<ObjectKey, Promise<Opened | null>>();
  const buffers = createBufferPool({ bufferBytes: readBufferBytes, kept: readBuffersKept });
  let sweep: NodeJS.Timeout | null = null;

  function drop(key: ObjectKey, file: Opened): void {
    if (opened.get(key) === file) opened.delete(key);
    if (file.dropped) return;
    file.dropped = true;
    if (file.users === 0) void closeFile(file.fd);
  }
  function closeIdle(): void {
    const before = monotonicMs() - idleMs;
    for (const [key, file] of opened) if (file.users === 0 && file.checkedMs < before) drop(key, file);
    if (opened.size > 0 || sweep === null) return;
    clearInterval(sweep);
    sweep = null;
  }
  function keep(key: ObjectKey, file: Opened): void {
    opened.set(key, file);
    for (const [oldest, other] of opened) {
      if (opened.size <= openFilesMax) break;
      drop(oldest, other);
    }
    sweep ??= setInterval(closeIdle, idleMs / 3).unref();
  }

  async function openFresh(key: ObjectKey): Promise<Opened | null> {
    let fd: number;
    try {
      fd = await openFile(join(rootDir, key), 'r');
    } catch (error) {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
      throw error;
    }
    const stats = await statOpenFile(fd, { bigint: true });
    if (!stats.isFile()) {
      await closeFile(fd);
      return null;
    }
    const file: Opened = {
      fd,
      facts: factsOf(stats),
      users: 0,
      dropped: false,
      heating: false,
      checkedMs: monotonicMs(),
    };
    keep(key, file);
    return file;
  }
  /** One open at a time for each key, however many ask. */
  function openOnce(key: ObjectKey): Promise<Opened | null> {
    const running = opening.get(key);
    if (running) return running;
    const started = openFresh(key).finally(() => opening.delete(key));
    opening.set(key, started);
    return started;
  }

  async function heat(key: ObjectKey, file: Opened): Promise<void> {
    file.heating = true;
    const bytes = await readWhole(file.fd, file.facts.sizeBytes);
    if (bytes === null || file.dropped) return;
    const inUse: FileInUse = { ...file.facts, bytes, read: async () => 0, release: () => undefined };
    hot.set(key, { ...file.facts, bytes, inUse, checkedMs: file.checkedMs });
    drop(key, file);
  }
  function release(file: Opened): void {
    file.users -= 1;
    if (file.users === 0 && file.dropped) void closeFile(file.fd);
  }
  function use(key: ObjectKey, file: Opened): FileInUse {
    file.users += 1;
    opened.delete(key);
    if (!file.dropped) opened.set(key, file);
    const { sizeBytes } = file.facts;
    if (!file.heating && sizeBytes <= hotFileMaxBytes && hot.earnsPlace(key, sizeBytes)) {
      file.users += 1;
      void heat(key, file).then(
        () => release(file),
        () => release(file),
      );
    }
    return {
      ...file.facts,
      bytes: null,
      read: (buffer, position, length) => readAt(file.fd, buffer, { position, length }),
      release: () => release(file),
    };
  }

  /** Looks a held or open file up again; forgets it when the key now shows another file, or none. */
  async function isStillThere(key: ObjectKey, known: { etag: string }): Promise<boolean> {
    return (await factsAt(join(rootDir, key)))?.etag === known.etag;
  }
  async function openChecked(key: ObjectKey): Promise<FileInUse | null> {
    const held = hot.get(key);
    if (held) {
      if (await isStillThere(key, held)) {
        held.checkedMs = monotonicMs();
        return held.inUse;
      }
      hot.delete(key);
    }
    const known = opened.get(key);
    if (known && monotonicMs() - known.checkedMs >= believedMs) {
      if (await isStillThere(key, known.facts)) known.checkedMs = monotonicMs();
      else drop(key, known);
    }
    const file = opened.get(key) ?? (await openOnce(key));
    if (file === null) return null;
    return file.dropped && file.users === 0 ? openChecked(key) : use(key, file);
  }

  return {
    buffers,
    open(key) {
      assertObjectKey(key);
      const held = hot.get(key);
      if (held && monotonicMs() - held.checkedMs < believedMs) return held.inUse;
      return openChecked(key);
    },
    get heldBytes() {
      return hot.heldBytes;
    },
    get openFiles() {
      return opened.size;
    },
  };
}
