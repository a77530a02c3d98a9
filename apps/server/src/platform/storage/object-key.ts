import type { ObjectKey } from './object-store.ts';

/** Longest key in bytes, and longest segment: what S3 (1024) and common file systems (255) both accept. */
const keyMaxBytes = 1024;
const segmentMaxBytes = 255;

// oxlint-disable-next-line no-control-regex -- control characters are what the rule refuses
const segmentPattern = /^[^./\\\u0000-\u001f\u007f][^/\\\u0000-\u001f\u007f]*$/;

/**
 * Whether a string is a key: `/`-separated segments, none empty, hidden (a leading dot, so also `.` and `..`),
 * with a backslash or a control character; ≤ 1024 bytes, each segment ≤ 255.
 */
export function isObjectKey(key: string): key is ObjectKey {
  if (key.length === 0 || Buffer.byteLength(key) > keyMaxBytes) return false;
  return key
    .split('/')
    .every((segment) => segmentPattern.test(segment) && Buffer.byteLength(segment) <= segmentMaxBytes);
}

/** Throws `InvalidKeyError` unless `isObjectKey`. A driver calls it on every key before anything else. */
export function assertObjectKey(key: string): void {
  if (!isObjectKey(key)) throw new InvalidKeyError(key);
}

/** A key that would leave the store or hide in it. Callers check outside input with `isObjectKey`, so this is a bug. */
export class InvalidKeyError extends Error {
  constructor(key: string) {
    super(`not an object key: ${JSON.stringify(key.slice(0, 100))}`);
    this.name = 'InvalidKeyError';
  }
}
