import { closeSync, fstatSync, openSync, read, statSync, type BigIntStats } from 'node:fs';

/** What a validator and a range need to know of a stored file. */
export interface FileFacts {
  readonly sizeBytes: number;
  /** Strong ETag with its quotes (RFC 9110 §8.8.3): stored files never change in place, so which file it is says which bytes. */
  readonly etag: string;
  readonly modifiedAt: Date;
  /** IMF-fixdate for `Last-Modified`. */
  readonly lastModified: string;
}

/** An open descriptor that several requests may read at once. */
export interface OpenFile {
  readonly fd: number;
  readonly facts: FileFacts;
  users: number;
  /** Out of the table; closed with its last user. */
  dropped: boolean;
  usedMs: number;
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

/**
 * Facts of the file at a path; null when there is none. Synchronous, like opening: on a local disk a look-up costs 3 µs
 * and handing it to the thread pool 20.
 */
export function factsAt(path: string): FileFacts | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats?.isFile() ? factsOf(stats) : null;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Reads up to `length` bytes at `position` (pread); 0 at the end. */
export function readAt(fd: number, buffer: Buffer, at: { position: number; length: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, 0, Math.min(at.length, buffer.length), at.position, (error, bytesRead) => {
      if (error) reject(error);
      else resolve(bytesRead);
    });
  });
}

/** Reads a whole small file; null when it is shorter than it was said to be. */
export async function readWhole(file: OpenFile): Promise<Buffer | null> {
  const { sizeBytes } = file.facts;
  const bytes = Buffer.allocUnsafeSlow(sizeBytes);
  for (let at = 0; at < sizeBytes;) {
    const count = await readAt(file.fd, bytes.subarray(at), { position: at, length: sizeBytes - at });
    if (count === 0) return null;
    at += count;
  }
  return bytes;
}

/** Descriptors kept open for the next request: at most `max`, the least recently used closed first, none while it is read. */
export interface OpenFiles {
  get(path: string): OpenFile | undefined;
  /** Opens a file anew; null when there is none. */
  open(path: string, nowMs: number): OpenFile | null;
  drop(path: string, file: OpenFile): void;
  acquire(path: string, file: OpenFile, nowMs: number): void;
  release(file: OpenFile): void;
  closeIdle(beforeMs: number): void;
  readonly size: number;
}

export function createOpenFiles(max: number): OpenFiles {
  const files = new Map<string, OpenFile>();
  function drop(path: string, file: OpenFile): void {
    if (files.get(path) === file) files.delete(path);
    if (file.dropped) return;
    file.dropped = true;
    if (file.users === 0) closeSync(file.fd);
  }
  return {
    get: (path) => files.get(path),
    open(path, nowMs) {
      let fd: number;
      try {
        fd = openSync(path, 'r');
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
      const stats = fstatSync(fd, { bigint: true });
      if (!stats.isFile()) {
        closeSync(fd);
        return null;
      }
      const times = { usedMs: nowMs, checkedMs: nowMs };
      const file: OpenFile = { fd, facts: factsOf(stats), users: 0, dropped: false, ...times };
      files.set(path, file);
      for (const [oldest, other] of files) {
        if (files.size <= max) break;
        drop(oldest, other);
      }
      return file;
    },
    drop,
    acquire(path, file, nowMs) {
      file.users += 1;
      file.usedMs = nowMs;
      if (file.dropped) return;
      files.delete(path);
      files.set(path, file);
    },
    release(file) {
      file.users -= 1;
      if (file.users === 0 && file.dropped) closeSync(file.fd);
    },
    closeIdle(beforeMs) {
      for (const [path, file] of files) if (file.users === 0 && file.usedMs < beforeMs) drop(path, file);
    },
    get size() {
      return files.size;
    },
  };
}
