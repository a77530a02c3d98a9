import { and, eq, ne } from 'drizzle-orm';
import type { Reaction } from '../../platform/events/events.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { trackVersions } from './schema.ts';
import { lockTrackOfVersion } from './track-rows.ts';

/** The version's processing has begun. A version that is ready already stays so (a late or repeated event). */
export function onVersionStarted(deps: Pick<CatalogDeps, 'liveLog'>): Reaction<'media.version-started'> {
  return {
    name: 'catalog.mark-version-processing',
    on: 'media.version-started',
    react: async (tx, { payload }) => {
      const track = await lockTrackOfVersion(tx, payload.versionId);
      if (!track) return;
      await tx
        .update(trackVersions)
        .set({ status: 'processing', failure: null })
        .where(and(eq(trackVersions.id, payload.versionId), ne(trackVersions.status, 'ready')));
      await deps.liveLog.publish(tx, {
        room: `user:${track.ownerId}`,
        name: 'track.changed',
        data: { trackId: track.id },
      });
    },
  };
}
