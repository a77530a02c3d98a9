import { inArray } from 'drizzle-orm';
import type { TrackVersionId } from '@longwave/contracts/ids';
import type { MediaDeps } from './media-deps.ts';
import type { Processing } from './media.ts';
import { processings } from './schema.ts';

/** State of processing of these versions, in one query; unknown ids are left out. */
export async function readProcessings(
  deps: Pick<MediaDeps, 'db'>,
  versionIds: readonly TrackVersionId[],
): Promise<Map<TrackVersionId, Processing>> {
  if (versionIds.length === 0) return new Map();
  const rows = await deps.db.read
    .select({
      versionId: processings.versionId,
      stage: processings.stage,
      percent: processings.percent,
      failure: processings.failure,
    })
    .from(processings)
    .where(inArray(processings.versionId, [...versionIds]));
  return new Map(
    rows.map((row) => {
      const versionId = row.versionId as TrackVersionId;
      return [versionId, { ...row, versionId }];
    }),
  );
}
