import type { UploadPurpose } from '@longwave/contracts/media';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';
import type { UploadSettings } from './upload-deps.ts';

/** A cover needs no more; checked when the upload is opened. */
export const artworkMaxBytes = 20 * 1024 * 1024;
/** Unfinished uploads of one account. */
export const openUploadsMax = 100;
/** An upload that is not completed by then is swept; part URLs end with it. */
export const uploadLifetimeMs = 24 * 3600 * 1000;

/** Part count of an upload. */
export function partCount(upload: { sizeBytes: number; partSizeBytes: number }): number {
  return Math.ceil(upload.sizeBytes / upload.partSizeBytes);
}

/** Exact size in bytes of part `n` (1-based): the part size, or what remains for the last. */
export function expectedPartSize(upload: { sizeBytes: number; partSizeBytes: number }, n: number): number {
  return Math.min(upload.partSizeBytes, upload.sizeBytes - (n - 1) * upload.partSizeBytes);
}

/** Refuses a size that no upload of this purpose may have: `upload.empty`, `upload.too_large`. */
export function assertSizeAllowed(
  input: { size: number; purpose: UploadPurpose },
  settings: Pick<UploadSettings, 'fileMaxBytes'>,
): void {
  if (input.size === 0) throw new AppError('upload.empty', { message: 'The file is empty (0 bytes).' });
  const maxBytes =
    input.purpose === 'artwork' ? Math.min(artworkMaxBytes, settings.fileMaxBytes) : settings.fileMaxBytes;
  if (input.size > maxBytes)
    throw new AppError('upload.too_large', {
      message: `The file has ${input.size} bytes; at most ${maxBytes} are accepted for ${input.purpose}.`,
      details: { sizeBytes: input.size, maxBytes },
    });
}

/** Refuses one more upload: `upload.too_many_open`, or `upload.quota_exceeded` unless the account is an admin. */
export function assertRoomFor(
  actor: Actor,
  usage: { openUploads: number; heldBytes: number },
  wish: { sizeBytes: number; quotaBytes: number },
): void {
  if (usage.openUploads >= openUploadsMax)
    throw new AppError('upload.too_many_open', {
      message: `You have ${usage.openUploads} unfinished uploads; finish or abort one first.`,
      details: { openUploads: usage.openUploads, max: openUploadsMax },
    });
  if (actor.kind === 'user' && actor.role === 'admin') return;
  if (usage.heldBytes + wish.sizeBytes > wish.quotaBytes)
    throw new AppError('upload.quota_exceeded', {
      message: 'This file would take your account over its quota.',
      details: { heldBytes: usage.heldBytes, sizeBytes: wish.sizeBytes, quotaBytes: wish.quotaBytes },
    });
}

/**
 * What is kept of a file name: its last path segment, without control characters and broken surrogates. It is shown
 * to people and never used as a path.
 */
export function cleanFilename(filename: string): string {
  const base = filename.split(/[/\\]/).at(-1) ?? '';
  const cleaned = base
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim();
  return cleaned === '' ? 'unnamed' : cleaned;
}

/** The claimed media type if it is one (RFC 6838 tokens), else the type of unknown bytes. Only a claim: the bytes decide. */
export function cleanMime(mime: string): string {
  return /^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}$/.test(mime) ? mime.toLowerCase() : 'application/octet-stream';
}
