import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../../platform/errors.ts';
import type { ByteRange } from '../../platform/storage/object-store.ts';
import type { BufferPool } from '../../platform/storage/buffer-pool.ts';
import { parseRanges } from './byte-ranges.ts';
import { judgeConditions, rangeApplies } from './conditions.ts';

/** Something to answer: bytes in memory, or a reader of them. */
export interface Representation {
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly lastModified: string;
  readonly bytes: Buffer | null;
  read(buffer: Buffer, position: number, length: number): Promise<number>;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Headers besides those of the representation: caching, CORS. */
  readonly headers: Readonly<Record<string, string>>;
  readonly buffers: BufferPool;
}

/**
 * Answers a GET or HEAD of a representation by RFC 9110: preconditions, one or several ranges, 416. Resolves when the
 * answer has been handed to the system or the client has gone. Errors: `request.precondition_failed`,
 * `delivery.range_not_satisfiable`.
 */
export async function sendRepresentation(exchange: Exchange, representation: Representation): Promise<void> {
  const { request, response } = exchange;
  const verdict = judgeConditions(request.headers, representation);
  if (verdict === 'precondition-failed')
    throw new AppError('request.precondition_failed', { message: 'The file is not the one the condition names.' });
  const { etag, lastModified, contentType, sizeBytes } = representation;
  const shared = { ...exchange.headers, etag, 'last-modified': lastModified, 'accept-ranges': 'bytes' };
  if (verdict === 'not-modified') {
    response.writeHead(304, shared).end();
    return;
  }
  const wanted =
    request.method === 'GET' && rangeApplies(request.headers, representation)
      ? parseRanges(request.headers.range, sizeBytes)
      : ({ kind: 'whole' } as const);
  if (wanted.kind === 'unsatisfiable')
    throw new AppError('delivery.range_not_satisfiable', {
      message: `The file has ${sizeBytes} bytes.`,
      details: { sizeBytes },
    });
  if (wanted.kind === 'ranges') return sendRanges({ ...exchange, headers: shared }, representation, wanted.ranges);
  response.writeHead(200, { ...shared, 'content-type': contentType, 'content-length': sizeBytes });
  if (request.method === 'HEAD' || sizeBytes === 0) response.end();
  else await sendBytes(exchange, representation, { start: 0, end: sizeBytes - 1, last: true });
}

async function sendRanges(exchange: Exchange, body: Representation, ranges: readonly ByteRange[]): Promise<void> {
  const { response, headers } = exchange;
  const [first] = ranges;
  if (ranges.length === 1 && first) {
    response.writeHead(206, {
      ...headers,
      'content-type': body.contentType,
      'content-range': `bytes ${first.start}-${first.end}/${body.sizeBytes}`,
      'content-length': first.end - first.start + 1,
    });
    await sendBytes(exchange, body, { ...first, last: true });
    return;
  }
  const boundary = randomBytes(15).toString('hex');
  const heads = ranges.map(({ start, end }) =>
    Buffer.from(
      `\r\n--${boundary}\r\nContent-Type: ${body.contentType}\r\nContent-Range: bytes ${start}-${end}/${body.sizeBytes}\r\n\r\n`,
    ),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const bytes = ranges.reduce((sum, range) => sum + range.end - range.start + 1, tail.length);
  response.writeHead(206, {
    ...headers,
    'content-type': `multipart/byteranges; boundary=${boundary}`,
    'content-length': heads.reduce((sum, head) => sum + head.length, bytes),
  });
  for (const [index, range] of ranges.entries()) {
    if (response.destroyed) return;
    response.write(heads[index]);
    await sendBytes(exchange, body, { ...range, last: false });
  }
  response.end(tail);
}

/** Waits until what was written is with the system; false when the client has gone. */
function flushed(response: ServerResponse, write: (done: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const gone = () => resolve(false);
    response.once('close', gone);
    write(() => {
      response.off('close', gone);
      resolve(!response.destroyed);
    });
  });
}

/**
 * Sends one inclusive range. Memory goes as it is; a file goes through one pooled buffer, which is filled again only
 * when the system has taken what was in it: a slow reader holds one buffer and nothing more.
 */
export async function sendBytes(
  { response, buffers }: Pick<Exchange, 'response' | 'buffers'>,
  body: Pick<Representation, 'bytes' | 'read'>,
  { start, end, last }: ByteRange & { last: boolean },
): Promise<void> {
  if (body.bytes !== null) {
    const piece = body.bytes.subarray(start, end + 1);
    if (last) response.end(piece);
    else await flushed(response, (done) => response.write(piece, done));
    return;
  }
  const buffer = buffers.take();
  try {
    for (let position = start; position <= end;) {
      const count = await body.read(buffer, position, Math.min(buffer.length, end + 1 - position));
      if (response.destroyed) return;
      if (count === 0) throw new Error('a stored file is shorter than it was');
      position += count;
      const piece = buffer.subarray(0, count);
      const isLast = last && position > end;
      const open = await flushed(response, (done) =>
        isLast ? response.end(piece, done) : response.write(piece, done),
      );
      if (!open) return;
    }
  } finally {
    buffers.give(buffer);
  }
}
