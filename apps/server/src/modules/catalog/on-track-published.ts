import { eq } from 'drizzle-orm';
import type { Reaction } from '../../platform/events/events.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { isOut } from './policy.ts';
import { tracks } from './schema.ts';
import { selectTracks } from './track-rows.ts';

/** Tells everyone on the home page of a new public track; an unlisted one is told to nobody. */
export function onTrackPublished(deps: Pick<CatalogDeps, 'clock' | 'liveLog'>): Reaction<'catalog.track-published'> {
  return {
    name: 'catalog.announce-track',
    on: 'catalog.track-published',
    react: async (tx, { payload: { trackId } }) => {
      const [track] = await selectTracks(tx, { where: eq(tracks.id, trackId) });
      if (!track || track.visibility !== 'public' || !isOut(track, deps.clock.now())) return;
      await deps.liveLog.publish(tx, { room: 'public', name: 'track.published', data: { trackId } });
    },
  };
}
