import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { AppError } from '../../platform/errors.ts';

/**
 * The body of a part as a stream that fails by itself and leaves the request open, so that a refusal can be answered:
 * `request.invalid` when the sender leaves, `request.timeout` when no byte arrives for `stallMs` (time in which this
 * server does not read is not counted).
 */
export function guardBody(request: IncomingMessage, stallMs: number): Readable {
  const body = new PassThrough({ highWaterMark: 256 * 1024 });
  const timer = setTimeout(() => {
    if (request.isPaused()) {
      timer.refresh();
      return;
    }
    const message = `The body brought no byte for ${stallMs / 1000} s. Send the part again.`;
    body.destroy(new AppError('request.timeout', { message }));
  }, stallMs);
  request.on('data', () => timer.refresh());
  const gone = () =>
    body.destroy(new AppError('request.invalid', { message: 'The sender left before the whole part had arrived.' }));
  request.once('error', gone);
  request.once('close', () => {
    if (!request.complete) gone();
  });
  body.once('close', () => clearTimeout(timer));
  // The sender may have left while the upload was looked up; its events are over then.
  if (request.destroyed && !request.complete) gone();
  else request.pipe(body);
  return body;
}

/**
 * Reads and forgets what is still coming of a refused body, so that the sender gets to read the answer instead of a
 * broken connection. At most `maxBytes` and `stallMs` without a byte; what goes beyond loses its connection.
 */
export async function drainBody(
  request: IncomingMessage,
  limits: { maxBytes: number; stallMs: number },
): Promise<void> {
  if (request.complete || request.destroyed) return;
  request.unpipe();
  await new Promise<void>((resolve) => {
    let drainedBytes = 0;
    const timer = setTimeout(resolve, limits.stallMs);
    request.on('data', (chunk: Uint8Array) => {
      drainedBytes += chunk.byteLength;
      timer.refresh();
      if (drainedBytes > limits.maxBytes) resolve();
    });
    request.once('close', resolve).once('end', resolve).once('error', resolve);
    request.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer));
    request.resume();
  });
}
