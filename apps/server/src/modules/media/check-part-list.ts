import { AppError } from '../../platform/errors.ts';
import type { ReceivedPart } from './read-upload.ts';
import { partCount } from './upload-policy.ts';

export interface ListedPart {
  readonly n: number;
  readonly etag: string;
}

/** The bare tag: clients may send it with or without the quotes of the `ETag` header. */
export function bareEtag(etag: string): string {
  return etag.replace(/^"(.*)"$/, '$1');
}

/** Numbers in a refusal; a list of thousands helps nobody. */
const shownMax = 100;

/**
 * Refuses a completion whose list is not exactly parts 1…N, each received with the same tag, together the announced
 * size: `upload.parts_missing`, `upload.part_etag_mismatch`, `upload.size_mismatch`.
 */
export function checkPartList(
  upload: { sizeBytes: number; partSizeBytes: number },
  received: readonly ReceivedPart[],
  listed: readonly ListedPart[],
): void {
  const count = partCount(upload);
  const byNumber = new Map(received.map((part) => [part.n, part]));
  const named = new Set(listed.map((part) => part.n));
  const missing: number[] = [];
  for (let n = 1; n <= count; n++) if (!named.has(n) || !byNumber.has(n)) missing.push(n);
  const unexpected = [...named].filter((n) => n > count);
  if (missing.length > 0 || unexpected.length > 0 || named.size !== listed.length)
    throw new AppError('upload.parts_missing', {
      message: `The list must name each of the ${count} parts once, and all must have been received.`,
      details: { missing: missing.slice(0, shownMax), unexpected: unexpected.slice(0, shownMax) },
    });
  const wrong = listed.filter((part) => byNumber.get(part.n)?.etag !== part.etag).map((part) => part.n);
  if (wrong.length > 0)
    throw new AppError('upload.part_etag_mismatch', {
      message: 'Some parts were received with other bytes than the list says.',
      details: { parts: wrong.slice(0, shownMax) },
    });
  const sizeBytes = received.reduce((sum, part) => sum + part.sizeBytes, 0);
  if (sizeBytes !== upload.sizeBytes)
    throw new AppError('upload.size_mismatch', {
      message: `The parts have ${sizeBytes} bytes together; ${upload.sizeBytes} were announced.`,
      details: { expectedBytes: upload.sizeBytes, receivedBytes: sizeBytes },
    });
}
