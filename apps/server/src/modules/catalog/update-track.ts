import { and, eq, ne } from 'drizzle-orm';
import type { updateTrack as contract } from '@longwave/contracts/catalog';
import type { AssetId, TrackId } from '@longwave/contracts/ids';
import type { BodyOf } from '@longwave/contracts/route';
import type { Actor } from '../../platform/http/actor.ts';
import type { Tx } from '../../platform/db/database.ts';
import { requireUser } from './policy.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { slugTaken } from './errors.ts';
import { trackFormerSlugs, tracks } from './schema.ts';
import { settlePublication } from './settle-publication.ts';
import { lockOwnTrack, type TrackRow } from './track-rows.ts';

type Deps = Pick<CatalogDeps, 'db' | 'clock' | 'events' | 'jobs' | 'liveLog' | 'media'>;

/** Moves the track to another slug; the old one redirects. A former slug of the same track may be taken back. */
async function changeSlug(deps: Deps, tx: Tx, change: { track: TrackRow; slug: string }): Promise<void> {
  const { track, slug } = change;
  const ofOwner = eq(tracks.ownerId, track.ownerId);
  const [holder] = await tx
    .select({ id: tracks.id })
    .from(tracks)
    .where(and(ofOwner, eq(tracks.slug, slug), ne(tracks.id, track.id)));
  if (holder) throw slugTaken(slug);
  await tx
    .delete(trackFormerSlugs)
    .where(and(eq(trackFormerSlugs.ownerId, track.ownerId), eq(trackFormerSlugs.slug, slug)));
  await tx
    .insert(trackFormerSlugs)
    .values({ ownerId: track.ownerId, slug: track.slug, trackId: track.id, createdAt: deps.clock.now() })
    .onConflictDoUpdate({
      target: [trackFormerSlugs.ownerId, trackFormerSlugs.slug],
      set: { trackId: track.id, createdAt: deps.clock.now() },
    });
}

/** Columns that an edit sets; absent fields stay as they are. */
function columnsOf(input: BodyOf<typeof contract>): Partial<typeof tracks.$inferInsert> {
  const { description, releaseAt, artworkAssetId, ...same } = input;
  return Object.fromEntries(
    Object.entries({
      ...same,
      descriptionMd: description,
      artworkAssetId,
      releaseAt: releaseAt === undefined || releaseAt === null ? releaseAt : new Date(releaseAt),
    }).filter(([, value]) => value !== undefined),
  );
}

/**
 * Edits the actor's own track. Errors: `catalog.track_not_found`, `catalog.slug_taken`, `media.asset_not_found`,
 * `media.artwork_invalid`.
 */
export async function updateTrack(
  deps: Deps,
  actor: Actor,
  change: { trackId: TrackId; input: BodyOf<typeof contract> },
): Promise<void> {
  const { trackId, input } = change;
  const owner = requireUser(actor);
  if (input.artworkAssetId) {
    const assetId: AssetId = input.artworkAssetId;
    const asset = await deps.db.tx((tx) => deps.media.requireAsset(tx, owner.userId, assetId));
    await deps.media.prepareArtwork(asset);
  }
  await deps.db.tx(async (tx) => {
    const track = await lockOwnTrack(tx, actor, { trackId });
    if (input.slug !== undefined && input.slug !== track.slug) await changeSlug(deps, tx, { track, slug: input.slug });
    await tx
      .update(tracks)
      .set({ ...columnsOf(input), updatedAt: deps.clock.now() })
      .where(eq(tracks.id, trackId));
    await settlePublication(deps, tx, await lockOwnTrack(tx, actor, { trackId }));
  });
}
