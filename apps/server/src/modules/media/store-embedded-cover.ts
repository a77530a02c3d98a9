import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AssetId, UserId } from '@longwave/contracts/ids';
import { writeLocalFile } from '../../platform/local-files.ts';
import { makeCoverPictures } from '../../platform/pictures/make-cover-pictures.ts';
import { importFile } from './import-file.ts';
import type { MediaDeps } from './media-deps.ts';
import type { MediaAsset } from './media.ts';
import { prepareArtwork, publishArtwork } from './prepare-artwork.ts';
import { findAssetBySha256 } from './read-assets.ts';
import { readTagsAndCover } from './read-tags.ts';

/**
 * Stores the cover inside an audio file as an asset with its pictures. A cover that is absent, broken, too large or over the quota
 * is no cover: the reason is logged and the track goes on without.
 */
export async function storeEmbeddedCover(
  deps: MediaDeps,
  source: { ownerId: UserId; path: string },
): Promise<AssetId | null> {
  const { cover } = await readTagsAndCover(source.path, { wantsCover: true });
  if (cover === null) return null;
  try {
    // An album's tracks share one cover, and a second run of the job finds what the first one stored.
    const sha256 = createHash('sha256').update(cover).digest('hex');
    const known = await findAssetBySha256(deps.db.read, source.ownerId, sha256);
    if (known) return (await prepareArtwork(deps, known)).assetId;
    // Decoding comes before storing, so that a broken cover leaves no asset behind.
    const pictures = await makeCoverPictures(cover);
    const asset = await storeCover(deps, source.ownerId, cover);
    return (await publishArtwork(deps, asset.id, pictures)).assetId;
  } catch (error) {
    deps.log.warn({ err: error, ownerId: source.ownerId }, 'the embedded cover is not used');
    return null;
  }
}

async function storeCover(deps: MediaDeps, ownerId: UserId, cover: Uint8Array): Promise<MediaAsset> {
  const workspace = await deps.store.workspace();
  try {
    const path = join(workspace.path, 'cover');
    await writeLocalFile(path, cover);
    return await importFile(deps, { ownerId, path, filename: coverName(cover) });
  } finally {
    await workspace.discard();
  }
}

function coverName(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'cover.png';
  if (bytes[0] === 0x52 && bytes[8] === 0x57) return 'cover.webp';
  return 'cover.jpg';
}
