import { eq } from 'drizzle-orm';
import type { TrackId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { tracks } from './schema.ts';
import { lockOwnTrack } from './track-rows.ts';

type Deps = Pick<CatalogDeps, 'db' | 'clock' | 'liveLog'>;

async function setDeleted(
  deps: Deps,
  actor: Actor,
  change: { trackId: TrackId; deletedAt: Date | null },
): Promise<void> {
  const { trackId, deletedAt } = change;
  await deps.db.tx(async (tx) => {
    const track = await lockOwnTrack(tx, actor, { trackId, includeDeleted: true });
    if ((track.deletedAt === null) === (deletedAt === null)) return;
    await tx.update(tracks).set({ deletedAt, updatedAt: deps.clock.now() }).where(eq(tracks.id, trackId));
    await deps.liveLog.publish(tx, { room: `user:${track.ownerId}`, name: 'track.changed', data: { trackId } });
    await deps.liveLog.publish(tx, { room: `track:${trackId}`, name: 'track.changed', data: { trackId } });
  });
}

/** Soft delete: unseen from now on, restorable for 30 days. Deleting a deleted track changes nothing. Throws `catalog.track_not_found`. */
export async function deleteTrack(deps: Deps, actor: Actor, trackId: TrackId): Promise<void> {
  await setDeleted(deps, actor, { trackId, deletedAt: deps.clock.now() });
}

/** Brings a deleted track back as it was. Throws `catalog.track_not_found` once it has been purged. */
export async function restoreTrack(deps: Deps, actor: Actor, trackId: TrackId): Promise<void> {
  await setDeleted(deps, actor, { trackId, deletedAt: null });
}
