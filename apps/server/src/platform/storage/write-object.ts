import { createHash, type Hash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AppError } from '../errors.ts';
import { renameDurably, withStorageErrors, writeFully } from './durable-files.ts';

/** Read size when objects are joined: large enough that a 2 GiB join is 2,048 turns of the loop. */
const joinChunkBytes = 1024 * 1024;

export interface WrittenFile {
  readonly sizeBytes: number;
  readonly sha256: string;
}
interface Sink {
  write(chunk: Uint8Array): Promise<void>;
}

/**
 * Writes a file so that `target` shows nothing or all of it: temporary file on the same volume, fsync, rename,
 * fsync of the directory. `fill` brings the bytes; whatever fails, the temporary file is gone.
 */
export async function writeAtomically(
  paths: { temporary: string; target: string },
  fill: (sink: Sink) => Promise<void>,
): Promise<WrittenFile> {
  return withStorageErrors(async () => {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    try {
      const file = await open(paths.temporary, 'wx');
      try {
        await fill(sinkOf(file, hash, (bytes) => (sizeBytes += bytes)));
        await file.sync();
      } finally {
        await file.close();
      }
      await renameDurably(paths.temporary, paths.target);
    } catch (error) {
      await rm(paths.temporary, { force: true });
      throw error;
    }
    return { sizeBytes, sha256: hash.digest('hex') };
  });
}

function sinkOf(file: FileHandle, hash: Hash, count: (bytes: number) => void): Sink {
  return {
    async write(chunk) {
      hash.update(chunk);
      await writeFully(file, chunk);
      count(chunk.byteLength);
    },
  };
}

/**
 * Pours a body into a sink. The body is left readable when this stops early, so that an HTTP request can still be
 * answered. More than `maxBytes` throws `request.too_large`.
 */
export async function pour(body: Readable | Uint8Array, sink: Sink, maxBytes: number): Promise<void> {
  if (body instanceof Uint8Array) {
    refuseOver(body.byteLength, maxBytes);
    await sink.write(body);
    return;
  }
  let receivedBytes = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    const bytes: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    receivedBytes += bytes.byteLength;
    refuseOver(receivedBytes, maxBytes);
    await sink.write(bytes);
  }
}

function refuseOver(sizeBytes: number, maxBytes: number): void {
  if (sizeBytes > maxBytes)
    throw new AppError('request.too_large', { message: `The body is larger than ${maxBytes} bytes.` });
}

/** Pours files, in order, into a sink with one reused buffer. */
export async function pourFiles(paths: readonly string[], sink: Sink): Promise<void> {
  const buffer = Buffer.allocUnsafe(joinChunkBytes);
  for (const path of paths) {
    const file = await open(path, 'r');
    try {
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
        if (bytesRead === 0) break;
        await sink.write(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  }
}
