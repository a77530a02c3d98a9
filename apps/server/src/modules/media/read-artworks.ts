import { inArray } from 'drizzle-orm';
import type { AssetId } from '@longwave/contracts/ids';
import type { MediaDeps } from './media-deps.ts';
import type { Artwork } from './media.ts';
import { artworks } from './schema.ts';

/** Pictures of these artwork assets, in one query; assets without pictures are left out. */
export async function readArtworks(
  deps: Pick<MediaDeps, 'db'>,
  assetIds: readonly AssetId[],
): Promise<Map<AssetId, Artwork>> {
  if (assetIds.length === 0) return new Map();
  const rows = await deps.db.read
    .select({
      assetId: artworks.assetId,
      prefixKey: artworks.prefixKey,
      dominantColour: artworks.dominantColour,
      blurhash: artworks.blurhash,
    })
    .from(artworks)
    .where(inArray(artworks.assetId, [...assetIds]));
  return new Map(
    rows.map((row) => {
      const assetId = row.assetId as AssetId;
      return [assetId, { ...row, assetId }];
    }),
  );
}
