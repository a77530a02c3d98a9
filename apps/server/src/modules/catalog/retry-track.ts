import { eq } from 'drizzle-orm';
import type { TrackId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { versionNotFailed } from './errors.ts';
import { trackVersions } from './schema.ts';
import { lockOwnTrack } from './track-rows.ts';

/** Processes a failed version again. Errors: `catalog.track_not_found`, `catalog.version_not_failed`. */
export async function retryTrack(
  deps: Pick<CatalogDeps, 'db' | 'media' | 'liveLog'>,
  actor: Actor,
  trackId: TrackId,
): Promise<void> {
  await deps.db.tx(async (tx) => {
    const track = await lockOwnTrack(tx, actor, { trackId });
    if (track.version.status !== 'failed') throw versionNotFailed(trackId);
    await tx
      .update(trackVersions)
      .set({ status: 'pending', failure: null })
      .where(eq(trackVersions.id, track.primaryVersionId));
    await deps.media.retryProcessing(tx, track.primaryVersionId);
    await deps.liveLog.publish(tx, { room: `user:${track.ownerId}`, name: 'track.changed', data: { trackId } });
  });
}
