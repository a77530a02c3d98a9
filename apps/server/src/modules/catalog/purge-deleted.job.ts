import { and, eq, lt } from 'drizzle-orm';
import type { TrackVersionId } from '@longwave/contracts/ids';
import type { CatalogDeps } from './catalog-deps.ts';
import { tracks, trackVersions } from './schema.ts';

/** How long a deleted track can be restored, in days (spec 04). */
export const restorableDays = 30;
/** Tracks purged in one run at the most; the next run takes the rest. */
const purgeBatch = 200;

/** Removes tracks deleted more than 30 days ago, their versions and, after each commit, their files. Each track is one transaction. */
export async function purgeDeleted(deps: Pick<CatalogDeps, 'db' | 'clock' | 'media'>): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - restorableDays * 24 * 3600 * 1000);
  const due = await deps.db.read
    .select({ id: tracks.id })
    .from(tracks)
    .where(lt(tracks.deletedAt, before))
    .limit(purgeBatch);
  for (const { id } of due) {
    await deps.db.tx(async (tx) => {
      const [still] = await tx
        .select({ id: tracks.id })
        .from(tracks)
        .where(and(eq(tracks.id, id), lt(tracks.deletedAt, before)))
        .for('update');
      if (!still) return;
      const versions = await tx
        .select({ id: trackVersions.id })
        .from(trackVersions)
        .where(eq(trackVersions.trackId, id));
      await tx.delete(tracks).where(eq(tracks.id, id));
      for (const version of versions) await deps.media.discardVersion(tx, version.id as TrackVersionId);
    });
  }
  return due.length;
}
