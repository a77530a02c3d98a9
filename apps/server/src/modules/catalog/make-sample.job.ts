import { and, eq, isNull } from 'drizzle-orm';
import type { UserId } from '@longwave/contracts/ids';
import type { CatalogDeps } from './catalog-deps.ts';
import { createTrack } from './create-track.ts';
import { tracks } from './schema.ts';

/** Synthesises one piece and publishes it as a labelled sample track. A piece that is there already is left alone. */
export async function makeSample(
  deps: Pick<CatalogDeps, 'db' | 'clock' | 'media' | 'liveLog'>,
  payload: { ownerId: UserId; index: number },
): Promise<void> {
  const sample = await deps.media.synthesiseSample(payload.index);
  try {
    const [present] = await deps.db.read
      .select({ id: tracks.id })
      .from(tracks)
      .where(and(eq(tracks.sample, true), eq(tracks.title, sample.title), isNull(tracks.deletedAt)));
    if (present) return;
    const asset = await deps.media.importFile({
      ownerId: payload.ownerId,
      path: sample.path,
      filename: `${sample.title}.flac`,
    });
    await createTrack(deps, payload.ownerId, {
      title: sample.title,
      assetId: asset.id,
      visibility: 'public',
      publish: true,
      sample: true,
    });
  } finally {
    await sample.dispose();
  }
}
