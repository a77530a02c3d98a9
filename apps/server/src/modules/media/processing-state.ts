import { and, eq, notInArray } from 'drizzle-orm';
import type { ProcessingFailure } from '@longwave/contracts/errors';
import type { TrackVersionId, UserId } from '@longwave/contracts/ids';
import type { ProcessingStage } from '@longwave/contracts/live';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LiveLog } from '../../platform/realtime/realtime.ts';
import { processings } from './schema.ts';

export interface StageChange {
  readonly versionId: TrackVersionId;
  readonly stage: ProcessingStage;
  readonly percent: number;
  readonly failure: ProcessingFailure | null;
}

/**
 * Writes the stage of a processing and tells its owner, in one transaction; answers the owner. Answers null, writing nothing,
 * when the version is gone or already ready: a second run of a finished job cannot undo it.
 */
export async function writeStage(
  deps: { live: LiveLog; clock: Clock },
  tx: Tx,
  change: StageChange,
): Promise<UserId | null> {
  const { versionId, stage, percent, failure } = change;
  const rows = await tx
    .update(processings)
    .set({ stage, percent, failure, updatedAt: deps.clock.now() })
    .where(and(eq(processings.versionId, versionId), notInArray(processings.stage, ['ready'])))
    .returning({ ownerId: processings.ownerId });
  const [row] = rows;
  if (!row) return null;
  const ownerId = row.ownerId as UserId;
  await publishStage(deps, tx, { ...change, ownerId });
  return ownerId;
}

/** The live message alone, for a row that the caller has just written. */
export async function publishStage(
  deps: { live: LiveLog },
  tx: Tx,
  change: StageChange & { ownerId: UserId },
): Promise<void> {
  const { ownerId, versionId, stage, percent, failure } = change;
  await deps.live.publish(tx, {
    room: `user:${ownerId}`,
    name: 'version.progressed',
    data: { versionId, stage, percent, failure },
  });
}
