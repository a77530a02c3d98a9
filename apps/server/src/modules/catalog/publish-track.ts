import { eq } from 'drizzle-orm';
import type { publishTrack as contract } from '@longwave/contracts/catalog';
import type { TrackId } from '@longwave/contracts/ids';
import type { BodyOf } from '@longwave/contracts/route';
import type { Actor } from '../../platform/http/actor.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { releaseInPast, versionFailed } from './errors.ts';
import { tracks } from './schema.ts';
import { settlePublication } from './settle-publication.ts';
import { lockOwnTrack } from './track-rows.ts';

type Deps = Pick<CatalogDeps, 'db' | 'clock' | 'events' | 'jobs' | 'liveLog'>;

/**
 * Asks for publication: now, at `releaseAt`, or when a version still processing is ready. Sending it again changes nothing.
 * Errors: `catalog.track_not_found`, `catalog.track_not_ready` (the version failed), `catalog.release_in_past`.
 */
export async function publishTrack(
  deps: Deps,
  actor: Actor,
  change: { trackId: TrackId; input: BodyOf<typeof contract> },
): Promise<void> {
  const { trackId, input = {} } = change;
  const now = deps.clock.now();
  if (input.releaseAt !== undefined && new Date(input.releaseAt) <= now) throw releaseInPast(input.releaseAt);
  await deps.db.tx(async (tx) => {
    const track = await lockOwnTrack(tx, actor, { trackId });
    if (track.version.status === 'failed') throw versionFailed(trackId);
    const visibility = input.visibility ?? (track.visibility === 'private' ? 'public' : track.visibility);
    const releaseAt = input.releaseAt === undefined ? track.releaseAt : new Date(input.releaseAt);
    const publishRequestedAt = track.publishRequestedAt ?? now;
    await tx
      .update(tracks)
      .set({ visibility, releaseAt, publishRequestedAt, updatedAt: now })
      .where(eq(tracks.id, trackId));
    await settlePublication(deps, tx, { ...track, visibility, releaseAt, publishRequestedAt });
  });
}

/** Back to a private draft: out of every list at once, its schedule forgotten. Throws `catalog.track_not_found`. */
export async function unpublishTrack(deps: Deps, actor: Actor, trackId: TrackId): Promise<void> {
  await deps.db.tx(async (tx) => {
    const track = await lockOwnTrack(tx, actor, { trackId });
    const draft = { visibility: 'private', releaseAt: null, publishRequestedAt: null } as const;
    await tx
      .update(tracks)
      .set({ ...draft, updatedAt: deps.clock.now() })
      .where(eq(tracks.id, trackId));
    await settlePublication(deps, tx, { ...track, ...draft });
  });
}
