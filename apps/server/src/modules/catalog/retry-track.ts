import { eq } from 'drizzle-orm';
import type { TrackId } from '@longwave/contracts/ids';
import type { Tx } from '../../platform/db/database.ts';
import type { Actor } from '../../platform/http/actor.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { versionNotFailed } from './errors.ts';
import { trackVersions } from './schema.ts';
import { lockOwnTrack, type TrackRow } from './track-rows.ts';

/** Puts the failed primary version of a track back into the queue, in the caller's transaction. */
export async function restartVersion(
  deps: Pick<CatalogDeps, 'media' | 'liveLog'>,
  tx: Tx,
  { id, ownerId, primaryVersionId }: Pick<TrackRow, 'id' | 'ownerId' | 'primaryVersionId'>,
): Promise<void> {
  await tx
    .update(trackVersions)
    .set({ status: 'pending', failure: null })
    .where(eq(trackVersions.id, primaryVersionId));
  await deps.media.retryProcessing(tx, primaryVersionId);
  await deps.liveLog.publish(tx, { room: `user:${ownerId}`, name: 'track.changed', data: { trackId: id } });
}

/** Processes a failed version again. Errors: `catalog.track_not_found`, `catalog.version_not_failed`. */
export async function retryTrack(
  deps: Pick<CatalogDeps, 'db' | 'media' | 'liveLog'>,
  actor: Actor,
  trackId: TrackId,
): Promise<void> {
  await deps.db.tx(async (tx) => {
    const track = await lockOwnTrack(tx, actor, { trackId });
    if (track.version.status !== 'failed') throw versionNotFailed(trackId);
    await restartVersion(deps, tx, track);
  });
}
