import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** Bytes of a file on this machine that is not in the object store (commands: import, samples). */
export function readLocalFile(path: string): Readable {
  return createReadStream(path, { highWaterMark: 1024 * 1024 });
}
