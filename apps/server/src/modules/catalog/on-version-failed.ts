import { eq } from 'drizzle-orm';
import type { Reaction } from '../../platform/events/events.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { trackVersions } from './schema.ts';
import { settlePublication } from './settle-publication.ts';
import { lockTrackOfVersion } from './track-rows.ts';

/** The version cannot be played; the reason is kept for the owner, who may retry. */
export function onVersionFailed(
  deps: Pick<CatalogDeps, 'clock' | 'events' | 'jobs' | 'liveLog'>,
): Reaction<'media.version-failed'> {
  return {
    name: 'catalog.mark-version-failed',
    on: 'media.version-failed',
    react: async (tx, { payload: { versionId, failure } }) => {
      const track = await lockTrackOfVersion(tx, versionId);
      if (!track) return;
      const version = { status: 'failed', failure } as const;
      await tx.update(trackVersions).set(version).where(eq(trackVersions.id, versionId));
      await settlePublication(deps, tx, { ...track, version: { ...track.version, ...version } });
    },
  };
}
