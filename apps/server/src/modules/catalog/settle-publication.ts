import { eq } from 'drizzle-orm';
import type { Tx } from '../../platform/db/database.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { publicationTime } from './policy.ts';
import { tracks } from './schema.ts';
import type { TrackRow } from './track-rows.ts';

type Deps = Pick<CatalogDeps, 'clock' | 'events' | 'jobs' | 'liveLog'>;

/**
 * Brings `published_at` in line with what the owner asked for and the state of the version, and says so:
 * out now → event `catalog.track-published`; out later → a job for that moment. Called after every change
 * of either; running it again changes nothing.
 */
export async function settlePublication(deps: Deps, tx: Tx, track: TrackRow): Promise<void> {
  const now = deps.clock.now();
  const publishedAt = publicationTime({
    publishRequestedAt: track.publishRequestedAt,
    releaseAt: track.releaseAt,
    versionReady: track.version.status === 'ready',
    publishedAt: track.publishedAt,
    now,
  });
  if (publishedAt?.getTime() !== track.publishedAt?.getTime()) {
    await tx.update(tracks).set({ publishedAt }).where(eq(tracks.id, track.id));
    if (publishedAt !== null && publishedAt <= now) {
      await deps.events.emit(tx, 'catalog.track-published', {
        subject: `track:${track.id}`,
        payload: { trackId: track.id, ownerId: track.ownerId },
      });
    } else if (publishedAt !== null) {
      await deps.jobs.enqueue(tx, 'catalog.publish-scheduled', { trackId: track.id }, { startAfter: publishedAt });
    }
  }
  await deps.liveLog.publish(tx, { room: `user:${track.ownerId}`, name: 'track.changed', data: { trackId: track.id } });
  await deps.liveLog.publish(tx, { room: `track:${track.id}`, name: 'track.changed', data: { trackId: track.id } });
}
