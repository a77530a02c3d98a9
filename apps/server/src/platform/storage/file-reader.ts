import { join } from 'node:path';
import { createBufferPool, type BufferPool } from './buffer-pool.ts';
import { createHotFiles, type HotFiles } from './hot-files.ts';
import { assertObjectKey } from './object-key.ts';
import type { ObjectKey } from './object-store.ts';
import {
  createOpenFiles,
  factsAt,
  readAt,
  readWhole,
  type FileFacts,
  type OpenFile,
  type OpenFiles,
} from './open-files.ts';

const openFilesMax = 256;
/** Larger files are streamed, never held whole. */
const hotFileMaxBytes = 1024 * 1024;
/** How long what is known of a file is believed before it is looked up again: a removed file is gone after that. */
const believedMs = 1000;
/** Unused descriptors are closed after this. */
const idleMs = 30_000;
/** One read; a whole segment of 6 s at 256 kb/s fits. */
const readBufferBytes = 256 * 1024;
const readBuffersKept = 64;

/** A file in use; `release` it exactly once. */
export interface FileInUse extends FileFacts {
  /** The whole content when it is held in memory. */
  readonly bytes: Buffer | null;
  /** Reads up to `length` bytes at `position`; 0 at the end. */
  read(buffer: Buffer, position: number, length: number): Promise<number>;
  release(): void;
}

export interface FileReader {
  /** Opens an object for reading; null when it does not exist. */
  open(key: ObjectKey): FileInUse | null;
  readonly buffers: BufferPool;
  readonly heldBytes: number;
  readonly openFiles: number;
}

interface HotFile {
  readonly bytes: Buffer;
  readonly inUse: FileInUse;
  checkedMs: number;
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
  const hot = createHotFiles<HotFile>(deps.cacheBytes);
  const files = createOpenFiles(openFilesMax);
  const heat = createHeating(hot, files);
  const sweep = createIdleSweep(() => {
    files.closeIdle(monotonicMs() - idleMs);
    return files.size > 0;
  });

  function openHot(key: ObjectKey, nowMs: number): FileInUse | null {
    const held = hot.get(key);
    if (!held) return null;
    if (nowMs - held.checkedMs >= believedMs) {
      if (factsAt(join(rootDir, key))?.etag !== held.inUse.etag) {
        hot.delete(key);
        return null;
      }
      held.checkedMs = nowMs;
    }
    return held.inUse;
  }
  function openCold(key: ObjectKey, nowMs: number): FileInUse | null {
    assertObjectKey(key);
    const path = join(rootDir, key);
    let file = files.get(path);
    if (file && nowMs - file.checkedMs >= believedMs) {
      file.checkedMs = nowMs;
      if (factsAt(path)?.etag !== file.facts.etag) {
        files.drop(path, file);
        file = undefined;
      }
    }
    const opened = file ?? files.open(path, nowMs);
    if (opened === null) return null;
    files.acquire(path, opened, nowMs);
    sweep.start();
    const { sizeBytes } = opened.facts;
    if (sizeBytes <= hotFileMaxBytes && hot.earnsPlace(key, sizeBytes)) heat({ key, path, file: opened, nowMs });
    return {
      ...opened.facts,
      bytes: null,
      read: (buffer, position, length) => readAt(opened.fd, buffer, { position, length }),
      release: () => files.release(opened),
    };
  }
  return {
    buffers: createBufferPool({ bufferBytes: readBufferBytes, kept: readBuffersKept }),
    open(key) {
      const nowMs = monotonicMs();
      return openHot(key, nowMs) ?? openCold(key, nowMs);
    },
    get heldBytes() {
      return hot.heldBytes;
    },
    get openFiles() {
      return files.size;
    },
  };
}

/** Reads files that are in demand into memory, each once at a time; they are served from there from then on. */
function createHeating(
  hot: HotFiles<HotFile>,
  files: OpenFiles,
): (target: { key: ObjectKey; path: string; file: OpenFile; nowMs: number }) => void {
  const running = new Set<ObjectKey>();
  return ({ key, path, file, nowMs }) => {
    if (running.has(key)) return;
    running.add(key);
    files.acquire(path, file, nowMs);
    const keep = (bytes: Buffer | null) => {
      if (bytes === null || file.dropped) return;
      const inUse: FileInUse = { ...file.facts, bytes, read: async () => 0, release: () => undefined };
      hot.set(key, { bytes, inUse, checkedMs: file.checkedMs });
      files.drop(path, file);
    };
    // A failed read leaves the file where it was; the request that reads it reports the reason.
    void readWhole(file)
      .then(keep, () => undefined)
      .finally(() => {
        running.delete(key);
        files.release(file);
      });
  };
}

/** Runs `work` from time to time, as long as it answers that there is more to do; never keeps the process alive. */
function createIdleSweep(work: () => boolean): { start(): void } {
  let timer: NodeJS.Timeout | null = null;
  return {
    start() {
      timer ??= setInterval(() => {
        if (work() || timer === null) return;
        clearInterval(timer);
        timer = null;
      }, idleMs / 3).unref();
    },
  };
}
