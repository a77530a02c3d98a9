import { eq } from 'drizzle-orm';
import type { Reaction } from '../../platform/events/events.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { tracks, trackVersions } from './schema.ts';
import { settlePublication } from './settle-publication.ts';
import { lockTrackOfVersion } from './track-rows.ts';

/** The version is playable: stores what was measured, takes the embedded cover where there is none, publishes if asked for. */
export function onVersionProcessed(
  deps: Pick<CatalogDeps, 'clock' | 'events' | 'jobs' | 'liveLog'>,
): Reaction<'media.version-processed'> {
  return {
    name: 'catalog.mark-version-ready',
    on: 'media.version-processed',
    react: async (tx, { payload: { versionId, audio, artworkAssetId } }) => {
      const track = await lockTrackOfVersion(tx, versionId);
      if (!track) return;
      const { sampleRateHz, ...measured } = audio;
      const version = { ...measured, sampleRate: sampleRateHz, status: 'ready', failure: null } as const;
      await tx.update(trackVersions).set(version).where(eq(trackVersions.id, versionId));
      if (artworkAssetId !== null && track.artworkAssetId === null) {
        await tx.update(tracks).set({ artworkAssetId }).where(eq(tracks.id, track.id));
      }
      await settlePublication(deps, tx, { ...track, version: { ...track.version, ...version } });
    },
  };
}
