import { and, eq, exists, isNull } from 'drizzle-orm';
import type { AssetId, TrackId, UserId } from '@longwave/contracts/ids';
import type { CatalogDeps } from './catalog-deps.ts';
import { createTrack } from './create-track.ts';
import { restartVersion } from './retry-track.ts';
import { tracks, trackVersions } from './schema.ts';
import { selectTracks, type TrackRow } from './track-rows.ts';

type Deps = Pick<CatalogDeps, 'db' | 'clock' | 'media' | 'liveLog'>;

/**
 * Takes one tagged local file into the catalogue of an owner: title and ISRC from its tags, else from the file name.
 * A file whose bytes are in already is skipped, so an interrupted import goes on where it stopped; one that failed is
 * processed again, so that the reason is told again or is gone.
 */
export async function importTrack(
  deps: Deps,
  ownerId: UserId,
  file: { path: string; filename: string; publish: boolean },
): Promise<{ outcome: 'imported' | 'known'; trackId: TrackId }> {
  const asset = await deps.media.importFile({ ownerId, path: file.path, filename: file.filename });
  const known = await findTrackOfAsset(deps, asset.id);
  if (known?.version.status === 'failed') await deps.db.tx((tx) => restartVersion(deps, tx, known));
  if (known) return { outcome: known.version.status === 'failed' ? 'imported' : 'known', trackId: known.id };
  const tags = await deps.media.readTags(file.path);
  const title = (tags.title ?? titleOfFilename(file.filename)).slice(0, 200);
  const trackId = await createTrack(deps, ownerId, {
    title,
    assetId: asset.id,
    visibility: file.publish ? 'public' : 'private',
    publish: file.publish,
    isrc: tags.isrc,
  });
  return { outcome: 'imported', trackId };
}

/** A track that is not deleted and has a version made from this asset. */
async function findTrackOfAsset({ db }: Pick<Deps, 'db'>, assetId: AssetId): Promise<TrackRow | null> {
  const versions = db.read
    .select({ id: trackVersions.id })
    .from(trackVersions)
    .where(and(eq(trackVersions.trackId, tracks.id), eq(trackVersions.originalAssetId, assetId)));
  const [track] = await selectTracks(db.read, { where: and(isNull(tracks.deletedAt), exists(versions)) });
  return track ?? null;
}

/** "03 - My_Song.flac" → "My Song": no extension, no leading track number, spaces for underscores. */
export function titleOfFilename(filename: string): string {
  const stem = filename.replace(/\.[^.]{1,5}$/, '').replaceAll('_', ' ');
  const title = stem.replace(/^\s*\d{1,3}\s*[-.)]\s+/, '').trim();
  return title === '' ? stem.trim() || 'Untitled' : title;
}
