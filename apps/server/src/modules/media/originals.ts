import { eq, sql } from 'drizzle-orm';
import type { AssetId, UserId } from '@longwave/contracts/ids';
import type { Tx } from '../../platform/db/database.ts';
import { newId } from '../../platform/ids.ts';
import type { ObjectKey, ObjectStore, StoredObject } from '../../platform/storage/object-store.ts';
import type { MediaAsset } from './media.ts';
import { assets } from './schema.ts';
import { originalKey } from './upload-keys.ts';

/** Name of the one bucket this instance keeps its objects in. */
const bucket = 'media';

/** Until the transaction ends, nobody else places or removes this object: a file and the rows that name it change together. */
async function lockKey(tx: Tx, key: ObjectKey): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

/**
 * Moves a stored object to its content address and writes the owner's asset row. A crash before the commit leaves a
 * file without a row, which the sweep finds; a row without a file cannot be.
 */
export async function placeOriginal(
  deps: { store: Pick<ObjectStore, 'move'> },
  tx: Tx,
  input: { stored: StoredObject; ownerId: UserId; filename: string; mime: string; now: Date },
): Promise<MediaAsset> {
  const { stored, ownerId, filename, mime } = input;
  const key = originalKey(stored.sha256);
  await lockKey(tx, key);
  await deps.store.move(stored.key, key);
  const asset: MediaAsset = {
    id: newId<AssetId>(),
    ownerId,
    filename,
    key,
    sizeBytes: stored.sizeBytes,
    mime,
    sha256: stored.sha256,
  };
  await tx.insert(assets).values({ ...asset, bucket, createdAt: input.now });
  return asset;
}

/**
 * Removes an original that no asset row names any more; answers whether it did. Call it in a transaction of its own,
 * after the one that deleted the row has committed: a removed file does not come back by a rollback.
 */
export async function removeOriginalIfUnused(
  deps: { store: Pick<ObjectStore, 'remove'> },
  tx: Tx,
  key: ObjectKey,
): Promise<boolean> {
  await lockKey(tx, key);
  const [used] = await tx.select({ id: assets.id }).from(assets).where(eq(assets.key, key)).limit(1);
  if (used) return false;
  await deps.store.remove(key);
  return true;
}
