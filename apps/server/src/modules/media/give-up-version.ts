import { eq } from 'drizzle-orm';
import type { TrackVersionId } from '@longwave/contracts/ids';
import type { MediaDeps } from './media-deps.ts';
import { ProcessingFault } from './processing-fault.ts';
import { writeStage } from './processing-state.ts';
import { processings } from './schema.ts';

type Deps = Pick<MediaDeps, 'db' | 'events' | 'live' | 'clock' | 'log'>;

/**
 * The queue has given up the job of a version: its last try failed, ran out of time, or its process died under it each time. A
 * version that has not ended becomes `failed` with `media.internal`; one that has is left alone, so a second call changes nothing.
 */
export async function giveUpVersion(
  deps: Deps,
  payload: { versionId: TrackVersionId },
  failure: { message: string },
): Promise<void> {
  await writeFailure(deps, {
    versionId: payload.versionId,
    fault: new ProcessingFault('media.internal', failure.message),
  });
}

/** Ends a processing with its reason: stage, event and live message in one transaction. Does nothing once it has ended. */
export async function writeFailure(
  deps: Deps,
  ended: { versionId: TrackVersionId; fault: ProcessingFault },
): Promise<void> {
  const { versionId, fault } = ended;
  const { failure } = fault;
  const written = await deps.db.tx(async (tx) => {
    const [row] = await tx
      .select({ stage: processings.stage })
      .from(processings)
      .where(eq(processings.versionId, versionId))
      .for('update');
    if (!row || row.stage === 'ready' || row.stage === 'failed') return false;
    const ownerId = await writeStage(deps, tx, { versionId, stage: 'failed', percent: 0, failure });
    if (ownerId === null) return false;
    await deps.events.emit(tx, 'media.version-failed', {
      subject: `version:${versionId}`,
      payload: { versionId, ownerId, failure },
    });
    return true;
  });
  if (written) deps.log.warn({ err: fault, versionId, code: failure.code }, 'a version failed');
}
