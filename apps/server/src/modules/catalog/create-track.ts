import { and, eq, like } from 'drizzle-orm';
import type { createTrack as contract } from '@longwave/contracts/catalog';
import type { TrackId, TrackVersionId, UserId } from '@longwave/contracts/ids';
import type { BodyOf } from '@longwave/contracts/route';
import { newId } from '../../platform/ids.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { tracks, trackFormerSlugs, trackVersions } from './schema.ts';
import { freeSlug, slugOf } from './slug.ts';

/** Slugs of this owner, present and former, that start with `base`. */
export async function takenSlugs(tx: Tx, ownerId: UserId, base: string): Promise<Set<string>> {
  const pattern = `${base.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const current = await tx
    .select({ slug: tracks.slug })
    .from(tracks)
    .where(and(eq(tracks.ownerId, ownerId), like(tracks.slug, pattern)));
  const former = await tx
    .select({ slug: trackFormerSlugs.slug })
    .from(trackFormerSlugs)
    .where(and(eq(trackFormerSlugs.ownerId, ownerId), like(trackFormerSlugs.slug, pattern)));
  return new Set([...current, ...former].map((row) => row.slug));
}

/**
 * Makes a draft track with its first version from an asset of the owner and starts processing, all in one transaction.
 * `publish` asks for publication as soon as the version is ready. Throws `media.asset_not_found`.
 */
export async function createTrack(
  deps: Pick<CatalogDeps, 'db' | 'clock' | 'media' | 'liveLog'>,
  ownerId: UserId,
  input: BodyOf<typeof contract> & { sample?: boolean; publish?: boolean; isrc?: string | null },
): Promise<TrackId> {
  const trackId = newId<TrackId>();
  const versionId = newId<TrackVersionId>();
  await deps.db.tx(async (tx) => {
    const now = deps.clock.now();
    const asset = await deps.media.requireAsset(tx, ownerId, input.assetId);
    // One owner's creations queue up here, so that two equal titles at once get two slugs instead of a refusal.
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('catalog.slug:${ownerId}', 0))`);
    const base = slugOf(input.title);
    await tx.insert(tracks).values({
      id: trackId,
      ownerId,
      slug: freeSlug(base, await takenSlugs(tx, ownerId, base)),
      title: input.title,
      visibility: input.visibility,
      publishRequestedAt: input.publish ? now : null,
      primaryVersionId: versionId,
      isrc: input.isrc ?? null,
      sample: input.sample ?? false,
      createdAt: now,
      updatedAt: now,
    });
    await tx.insert(trackVersions).values({
      id: versionId,
      trackId,
      versionLabel: 'v1',
      originalAssetId: asset.id,
      status: 'pending',
      createdAt: now,
    });
    await deps.media.startProcessing(tx, { versionId, asset });
    await deps.liveLog.publish(tx, { room: `user:${ownerId}`, name: 'track.changed', data: { trackId } });
  });
  return trackId;
}
