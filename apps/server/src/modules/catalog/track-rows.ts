import { eq, type SQL } from 'drizzle-orm';
import type { AssetId, TrackId, TrackVersionId, UserId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import { trackNotFound } from './errors.ts';
import { owns } from './policy.ts';
import { tracks, trackVersions } from './schema.ts';

type TrackColumns = typeof tracks.$inferSelect;
type VersionColumns = typeof trackVersions.$inferSelect;

/** A track with its primary version, ids branded: what use cases and the presenter work on. */
export interface TrackRow extends Omit<TrackColumns, 'id' | 'ownerId' | 'primaryVersionId' | 'artworkAssetId'> {
  readonly id: TrackId;
  readonly ownerId: UserId;
  readonly primaryVersionId: TrackVersionId;
  readonly artworkAssetId: AssetId | null;
  readonly version: VersionColumns;
}

function brand(row: { tracks: TrackColumns; track_versions: VersionColumns }): TrackRow {
  return {
    ...row.tracks,
    id: row.tracks.id as TrackId,
    ownerId: row.tracks.ownerId as UserId,
    primaryVersionId: row.tracks.primaryVersionId as TrackVersionId,
    artworkAssetId: row.tracks.artworkAssetId as AssetId | null,
    version: row.track_versions,
  };
}

/** Tracks joined with their primary versions: one statement for any page. */
export async function selectTracks(
  handle: Queryable,
  query: { where: SQL | undefined; orderBy?: readonly SQL[]; limit?: number },
): Promise<TrackRow[]> {
  const rows = await handle
    .select()
    .from(tracks)
    .innerJoin(trackVersions, eq(trackVersions.id, tracks.primaryVersionId))
    .where(query.where)
    .orderBy(...(query.orderBy ?? []))
    .limit(query.limit ?? 1);
  return rows.map(brand);
}

/**
 * The actor's own track, its row locked until the transaction ends, so that two edits of one track queue up.
 * Throws `catalog.track_not_found` for somebody else's, and for deleted ones unless `includeDeleted` says so.
 */
export async function lockOwnTrack(
  tx: Tx,
  actor: Actor,
  query: { trackId: TrackId; includeDeleted?: boolean },
): Promise<TrackRow> {
  await tx.select({ id: tracks.id }).from(tracks).where(eq(tracks.id, query.trackId)).for('update');
  const [track] = await selectTracks(tx, { where: eq(tracks.id, query.trackId) });
  if (!track || !owns(actor, track)) throw trackNotFound(query.trackId);
  if (track.deletedAt !== null && query.includeDeleted !== true) throw trackNotFound(query.trackId);
  return track;
}

/** The track whose primary version this is, locked; null when the track is gone. */
export async function lockTrackOfVersion(tx: Tx, versionId: TrackVersionId): Promise<TrackRow | null> {
  await tx.select({ id: tracks.id }).from(tracks).where(eq(tracks.primaryVersionId, versionId)).for('update');
  const [track] = await selectTracks(tx, { where: eq(tracks.primaryVersionId, versionId) });
  return track ?? null;
}
