import { and, eq, notExists } from 'drizzle-orm';
import type { AssetId, TrackVersionId } from '@longwave/contracts/ids';
import type { MediaDeps } from './media-deps.ts';
import { transcodePrefix, waveformPrefix } from './object-prefixes.ts';
import { removeOriginalIfUnused } from './originals.ts';
import { assets, processings } from './schema.ts';

/** PostgreSQL foreign_key_violation: another module still refers to the asset. */
const stillReferenced = '23503';

/**
 * Files of a discarded version: its renditions and waveform; the asset when nothing refers to it; the original when no
 * asset has these bytes. Run twice it finds nothing left to do.
 */
export async function discardFiles(
  deps: Pick<MediaDeps, 'db' | 'store'>,
  payload: { versionId: TrackVersionId; assetId: AssetId },
): Promise<void> {
  await deps.store.removePrefix(transcodePrefix(payload.versionId));
  await deps.store.removePrefix(waveformPrefix(payload.versionId));
  const key = await removeUnusedAsset(deps, payload.assetId);
  // The row's removal is committed first: a crash in between leaves a file without a row (swept), never a row without a file.
  if (key !== null) await deps.db.tx((tx) => removeOriginalIfUnused(deps, tx, key));
}

async function removeUnusedAsset(deps: Pick<MediaDeps, 'db'>, assetId: AssetId): Promise<string | null> {
  try {
    return await deps.db.tx(async (tx) => {
      const users = tx
        .select({ id: processings.versionId })
        .from(processings)
        .where(eq(processings.originalAssetId, assetId));
      const [removed] = await tx
        .delete(assets)
        .where(and(eq(assets.id, assetId), notExists(users)))
        .returning({ key: assets.key });
      return removed?.key ?? null;
    });
  } catch (error) {
    if (sqlState(error) === stillReferenced) return null;
    throw error;
  }
}

/** SQLSTATE of a database error, which drizzle wraps as its cause. */
function sqlState(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? error.code : sqlState(error.cause);
}
