import type { UploadFailure } from '../features/upload/upload-item.ts';

const again = 'Press Retry.';
const words: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  network: ['The server cannot be reached.', 'Check your connection; the upload goes on by itself.'],
  'server.storage_full': ['The server has no room left.', 'Ask whoever runs this instance to free space, then retry.'],
  'server.internal': ['Something went wrong while sending this file.', again],
  'server.unavailable': ['The server does not answer as it should.', 'Wait a minute, then retry.'],
  'auth.required': ['You are signed out.', 'Sign in again; what was sent is kept for a day.'],
  'auth.forbidden': ['Your account may not upload here.', 'Ask whoever runs this instance for an artist account.'],
  'upload.empty': ['This file is empty.', 'Export it again and drop the new file.'],
  'upload.too_large': [
    'This file is larger than this server takes.',
    'Send a FLAC instead of a WAV: same sound, half the size.',
  ],
  'upload.quota_exceeded': [
    'Your space on this server is used up.',
    'Delete tracks that you no longer need, then retry.',
  ],
  'upload.too_many_open': ['Too many of your uploads are unfinished.', 'Let some finish or take them off, then retry.'],
  'upload.sha256_mismatch': ['The file changed while it was sent.', 'Let your editor finish writing it, then retry.'],
  'upload.size_mismatch': ['The file changed while it was sent.', 'Let your editor finish writing it, then retry.'],
  'upload.not_open': ['This upload was given up.', 'Retry sends the file from the start.'],
};

/** A failed upload in words: what happened and the way out. The server's own sentence wins where it has one. */
export function describeUploadFailure(code: string, message: string): UploadFailure {
  const [what, hint] = words[code] ?? words['server.internal'] ?? ['', ''];
  return { code, message: message || what, hint: words[code] ? hint : again };
}
