import { extname } from 'node:path';
import type { UserId } from '@longwave/contracts/ids';
import { newId } from '../../platform/ids.ts';
import { readLocalFile } from '../../platform/storage/read-local-file.ts';
import type { MediaAsset } from './media.ts';
import { placeOriginal } from './originals.ts';
import type { UploadDeps } from './upload-deps.ts';
import { cleanFilename } from './upload-policy.ts';

const mimeByExtension: Readonly<Record<string, string>> = {
  '.wav': 'audio/wav',
  '.aif': 'audio/aiff',
  '.aiff': 'audio/aiff',
  '.flac': 'audio/flac',
  '.m4a': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.webm': 'audio/webm',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** Stores a local file as an asset of the owner (commands: import, samples). Errors: `server.storage_full`, ENOENT. */
export async function importFile(
  deps: Pick<UploadDeps, 'db' | 'store' | 'clock'>,
  input: { ownerId: UserId; path: string; filename: string },
): Promise<MediaAsset> {
  const key = `uploads/import-${newId<string>()}/file`;
  const stored = await deps.store.put(key, readLocalFile(input.path));
  try {
    return await deps.db.tx((tx) =>
      placeOriginal(deps, tx, {
        stored,
        ownerId: input.ownerId,
        filename: cleanFilename(input.filename),
        mime: mimeByExtension[extname(input.filename).toLowerCase()] ?? 'application/octet-stream',
        now: deps.clock.now(),
      }),
    );
  } finally {
    await deps.store.removePrefix(key.slice(0, key.lastIndexOf('/')));
  }
}
