import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { UserId } from '@longwave/contracts/ids';
import { newId } from '../../platform/ids.ts';
import { readLocalFile } from '../../platform/storage/read-local-file.ts';
import type { MediaAsset } from './media.ts';
import { placeOriginal } from './originals.ts';
import { findAssetBySha256 } from './read-assets.ts';
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

/** Read before anything is stored: of a file that is known already not a byte is copied. */
async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readLocalFile(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/**
 * Stores a local file as an asset of the owner (commands: import, samples). Bytes that this owner has already answer the asset
 * that holds them, so that an interrupted import can be repeated. Errors: `server.storage_full`, ENOENT.
 */
export async function importFile(
  deps: Pick<UploadDeps, 'db' | 'store' | 'clock'>,
  input: { ownerId: UserId; path: string; filename: string },
): Promise<MediaAsset> {
  const known = await findAssetBySha256(deps.db.read, input.ownerId, await sha256Of(input.path));
  if (known) return known;
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
