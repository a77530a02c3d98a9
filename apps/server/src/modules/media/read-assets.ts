import { and, asc, eq } from 'drizzle-orm';
import type { AssetId, UserId } from '@longwave/contracts/ids';
import type { Queryable } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors.ts';
import type { MediaAsset } from './media.ts';
import { assets } from './schema.ts';

function assetOf(row: typeof assets.$inferSelect): MediaAsset {
  const { key, filename, sizeBytes, mime, sha256 } = row;
  return { id: row.id as AssetId, ownerId: row.ownerId as UserId, key, filename, sizeBytes, mime, sha256 };
}

/** The asset if it exists and belongs to the owner; `media.asset_not_found` otherwise. */
export async function requireAsset(db: Queryable, ownerId: UserId, assetId: AssetId): Promise<MediaAsset> {
  const [row] = await db
    .select()
    .from(assets)
    .where(and(eq(assets.id, assetId), eq(assets.ownerId, ownerId)));
  if (!row) throw new AppError('media.asset_not_found', { message: 'There is no such file of yours.' });
  return assetOf(row);
}

/** The owner's oldest asset with exactly these bytes, if any. */
export async function findAssetBySha256(db: Queryable, ownerId: UserId, sha256: string): Promise<MediaAsset | null> {
  const [row] = await db
    .select()
    .from(assets)
    .where(and(eq(assets.sha256, sha256), eq(assets.ownerId, ownerId)))
    .orderBy(asc(assets.id))
    .limit(1);
  return row ? assetOf(row) : null;
}
