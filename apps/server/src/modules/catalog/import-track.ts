import { eq, and, isNull } from 'drizzle-orm';
import type { TrackId, UserId } from '@longwave/contracts/ids';
import type { CatalogDeps } from './catalog-deps.ts';
import { createTrack } from './create-track.ts';
import { tracks, trackVersions } from './schema.ts';

/**
 * Takes one tagged local file into the catalogue of an owner: title and ISRC from its tags, else from the file name.
 * A file whose bytes are in already is skipped, so an interrupted import goes on where it stopped.
 */
export async function importTrack(
  deps: Pick<CatalogDeps, 'db' | 'clock' | 'media' | 'liveLog'>,
  ownerId: UserId,
  file: { path: string; filename: string; publish: boolean },
): Promise<{ outcome: 'imported' | 'known'; trackId: TrackId }> {
  const tags = await deps.media.readTags(file.path);
  const asset = await deps.media.importFile({ ownerId, path: file.path, filename: file.filename });
  const [known] = await deps.db.read
    .select({ id: trackVersions.trackId })
    .from(trackVersions)
    .innerJoin(tracks, eq(tracks.id, trackVersions.trackId))
    .where(and(eq(trackVersions.originalAssetId, asset.id), isNull(tracks.deletedAt)))
    .limit(1);
  if (known) return { outcome: 'known', trackId: known.id as TrackId };
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

/** "03 - My_Song.flac" → "My Song": no extension, no leading track number, spaces for underscores. */
export function titleOfFilename(filename: string): string {
  const stem = filename.replace(/\.[^.]{1,5}$/, '').replaceAll('_', ' ');
  const title = stem.replace(/^\s*\d{1,3}\s*[-.)]\s+/, '').trim();
  return title === '' ? stem.trim() || 'Untitled' : title;
}
