import { eq } from 'drizzle-orm';
import type { AssetId, TrackVersionId } from '@longwave/contracts/ids';
import type { Tx } from '../../platform/db/database.ts';
import type { MediaDeps } from './media-deps.ts';
import { processings } from './schema.ts';

/**
 * Removes what media knows of a version, in the caller's transaction; a job of the same transaction removes the files after
 * the commit, and the original once nothing refers to it. A version that media does not know is no error.
 */
export async function discardVersion(deps: Pick<MediaDeps, 'jobs'>, tx: Tx, versionId: TrackVersionId): Promise<void> {
  const [row] = await tx
    .delete(processings)
    .where(eq(processings.versionId, versionId))
    .returning({ assetId: processings.originalAssetId });
  if (!row) return;
  await deps.jobs.enqueue(tx, 'media.discard-files', { versionId, assetId: row.assetId as AssetId });
}
