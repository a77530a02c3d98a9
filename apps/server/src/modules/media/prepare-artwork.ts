import { eq } from 'drizzle-orm';
import { join } from 'node:path';
import type { AssetId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import { writeLocalFile } from '../../platform/local-files.ts';
import {
  InvalidPictureError,
  makeCoverPictures,
  type CoverPictures,
} from '../../platform/pictures/make-cover-pictures.ts';
import type { MediaDeps } from './media-deps.ts';
import type { Artwork, MediaAsset } from './media.ts';
import { artworkPrefix } from './object-prefixes.ts';
import { artworks } from './schema.ts';

type Deps = Pick<MediaDeps, 'db' | 'store' | 'clock'>;

/** Largest accepted artwork file. */
const artworkMaxBytes = 50 * 1024 ** 2;

/** Makes the pictures of an artwork asset, once. Throws `media.artwork_invalid` when it is not a picture. */
export async function prepareArtwork(deps: Deps, asset: MediaAsset): Promise<Artwork> {
  const [existing] = await deps.db.read.select().from(artworks).where(eq(artworks.assetId, asset.id));
  if (existing) return { ...existing, assetId: asset.id };
  if (asset.sizeBytes > artworkMaxBytes) throw invalid(`is larger than ${artworkMaxBytes / 1024 ** 2} MiB`);
  const chunks: Buffer[] = [];
  for await (const chunk of deps.store.read(asset.key)) chunks.push(chunk as Buffer);
  try {
    return await publishArtwork(deps, asset.id, await makeCoverPictures(Buffer.concat(chunks)));
  } catch (error) {
    if (error instanceof InvalidPictureError) throw invalid('is not a picture that can be read to its end', error);
    throw error;
  }
}

/** Puts finished pictures in place, then their row; run again it writes the same pictures over themselves. */
export async function publishArtwork(deps: Deps, assetId: AssetId, made: CoverPictures): Promise<Artwork> {
  const artwork: Artwork = {
    assetId,
    prefixKey: artworkPrefix(assetId),
    dominantColour: made.dominantColour,
    blurhash: made.blurhash,
  };
  const workspace = await deps.store.workspace();
  try {
    for (const { name, bytes } of made.pictures) await writeLocalFile(join(workspace.path, name), bytes);
    await workspace.publish(artwork.prefixKey);
  } finally {
    await workspace.discard();
  }
  const row = { ...artwork, createdAt: deps.clock.now() };
  await deps.db.tx((tx) => tx.insert(artworks).values(row).onConflictDoNothing());
  return artwork;
}

function invalid(rule: string, cause?: Error): AppError {
  return new AppError('media.artwork_invalid', {
    message: `The artwork ${rule}.`,
    details: { field: 'artworkAssetId', rule: 'picture', accepted: ['JPEG', 'PNG', 'WebP', 'AVIF', 'GIF', 'TIFF'] },
    cause,
  });
}
