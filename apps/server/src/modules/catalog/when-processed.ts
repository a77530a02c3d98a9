import { setTimeout as delay } from 'node:timers/promises';
import { inArray } from 'drizzle-orm';
import type { TrackId } from '@longwave/contracts/ids';
import type { CatalogDeps } from './catalog-deps.ts';
import { tracks } from './schema.ts';
import { selectTracks } from './track-rows.ts';

/** How often the rows are looked at; commands on a terminal, not requests, wait here. */
const pollMs = 300;

/**
 * Waits until the versions of these tracks have ended, in whichever process they run; calls back once for each, with the failure's
 * sentence or null. A track that was removed meanwhile counts as failed.
 */
export async function whenProcessed(
  deps: Pick<CatalogDeps, 'db'>,
  trackIds: readonly TrackId[],
  onEnd: (end: { trackId: TrackId; failure: string | null }) => void,
): Promise<void> {
  const open = new Set(trackIds);
  while (open.size > 0) {
    const rows = await selectTracks(deps.db.read, { where: inArray(tracks.id, [...open]), limit: open.size });
    const seen = new Set(rows.map((row) => row.id));
    for (const trackId of [...open].filter((id) => !seen.has(id))) {
      open.delete(trackId);
      onEnd({ trackId, failure: 'the track was removed' });
    }
    for (const { id, version } of rows) {
      if (version.status !== 'ready' && version.status !== 'failed') continue;
      open.delete(id);
      onEnd({ trackId: id, failure: version.status === 'failed' ? (version.failure?.message ?? 'failed') : null });
    }
    if (open.size > 0) await delay(pollMs);
  }
}
