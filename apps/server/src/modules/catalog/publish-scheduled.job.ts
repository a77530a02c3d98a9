import { eq } from 'drizzle-orm';
import type { TrackId } from '@longwave/contracts/ids';
import type { CatalogDeps } from './catalog-deps.ts';
import { isOut } from './policy.ts';
import { tracks } from './schema.ts';
import { selectTracks } from './track-rows.ts';

/**
 * Announces a scheduled track at its moment. Visibility does not wait for this job: readers compare `published_at`
 * with the clock. A job of a schedule that has been moved or dropped finds the track not out and does nothing.
 */
export async function publishScheduled(
  deps: Pick<CatalogDeps, 'db' | 'clock' | 'events' | 'liveLog'>,
  payload: { trackId: TrackId },
): Promise<void> {
  const { trackId } = payload;
  await deps.db.tx(async (tx) => {
    const [track] = await selectTracks(tx, { where: eq(tracks.id, trackId) });
    if (!track || !isOut(track, deps.clock.now())) return;
    await deps.events.emit(tx, 'catalog.track-published', {
      subject: `track:${trackId}`,
      payload: { trackId, ownerId: track.ownerId },
    });
    await deps.liveLog.publish(tx, { room: `user:${track.ownerId}`, name: 'track.changed', data: { trackId } });
  });
}
