import type { TrackVersionId } from '@longwave/contracts/ids';
import type { Tx } from '../../platform/db/database.ts';
import type { MediaDeps } from './media-deps.ts';
import type { MediaAsset } from './media.ts';
import { publishStage } from './processing-state.ts';
import { processings } from './schema.ts';

/** Creates the processing of a new version and its job, in the caller's transaction. */
export async function startProcessing(
  deps: Pick<MediaDeps, 'jobs' | 'live' | 'clock'>,
  tx: Tx,
  input: { versionId: TrackVersionId; asset: MediaAsset },
): Promise<void> {
  const { versionId, asset } = input;
  const now = deps.clock.now();
  await tx.insert(processings).values({
    versionId,
    ownerId: asset.ownerId,
    originalAssetId: asset.id,
    stage: 'queued',
    createdAt: now,
    updatedAt: now,
  });
  await deps.jobs.enqueue(tx, 'media.process-version', { versionId }, { singletonKey: versionId });
  await publishStage(deps, tx, { ownerId: asset.ownerId, versionId, stage: 'queued', percent: 0, failure: null });
}
