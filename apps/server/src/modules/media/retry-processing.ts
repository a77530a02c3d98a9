import { and, eq } from 'drizzle-orm';
import type { TrackVersionId, UserId } from '@longwave/contracts/ids';
import type { Tx } from '../../platform/db/database.ts';
import type { MediaDeps } from './media-deps.ts';
import { publishStage } from './processing-state.ts';
import { processings } from './schema.ts';

/**
 * Puts a failed processing back into the queue; does nothing in any other stage. The job carries no singleton key: the one that
 * has just written `failed` may still be ending, and would swallow it.
 */
export async function retryProcessing(
  deps: Pick<MediaDeps, 'jobs' | 'live' | 'clock'>,
  tx: Tx,
  versionId: TrackVersionId,
): Promise<void> {
  const [row] = await tx
    .update(processings)
    .set({ stage: 'queued', percent: 0, failure: null, updatedAt: deps.clock.now() })
    .where(and(eq(processings.versionId, versionId), eq(processings.stage, 'failed')))
    .returning({ ownerId: processings.ownerId });
  if (!row) return;
  await deps.jobs.enqueue(tx, 'media.process-version', { versionId });
  await publishStage(deps, tx, {
    ownerId: row.ownerId as UserId,
    versionId,
    stage: 'queued',
    percent: 0,
    failure: null,
  });
}
