import { and, eq, inArray } from 'drizzle-orm';
import type { TrackVersionId } from '@longwave/contracts/ids';
import type { MediaDeps } from './media-deps.ts';
import type { VersionMedia } from './media.ts';
import { processings, renditions, waveforms } from './schema.ts';

/** Order a player should try the families in: Opus is better per bit, MP3 the last resort. */
const preference = ['hls_opus', 'hls_aac', 'mp3_320'];

/** Everything playable of these versions, in one query; versions that are not ready are left out. */
export async function readVersionMedia(
  deps: Pick<MediaDeps, 'db'>,
  versionIds: readonly TrackVersionId[],
): Promise<Map<TrackVersionId, VersionMedia>> {
  if (versionIds.length === 0) return new Map();
  const rows = await deps.db.read
    .select({ rendition: renditions, waveform: waveforms })
    .from(processings)
    .innerJoin(renditions, eq(renditions.trackVersionId, processings.versionId))
    .innerJoin(waveforms, eq(waveforms.trackVersionId, processings.versionId))
    .where(and(inArray(processings.versionId, [...versionIds]), eq(processings.stage, 'ready')));
  const found = new Map<TrackVersionId, VersionMedia>();
  rows.sort((a, b) => preference.indexOf(a.rendition.format) - preference.indexOf(b.rendition.format));
  for (const { rendition, waveform } of rows) {
    const versionId = rendition.trackVersionId as TrackVersionId;
    const { format, entryKey, segmentPrefixKey, codec, bandwidth } = rendition;
    const { jsonKey, datKey, pngKey, overview } = waveform;
    const renditionsSoFar = found.get(versionId)?.renditions ?? [];
    found.set(versionId, {
      versionId,
      renditions: [...renditionsSoFar, { format, entryKey, segmentPrefixKey, codec, bandwidth }],
      waveform: { jsonKey, datKey, pngKey, overview },
    });
  }
  return found;
}
