import { and, asc, lt, notInArray } from 'drizzle-orm';
import type { TrackVersionId } from '@longwave/contracts/ids';
import type { MediaDeps } from './media-deps.ts';
import { processings } from './schema.ts';

/** A running job writes its progress every few seconds; silence this long means that nobody runs it. */
const stalledAfterMs = 10 * 60 * 1000;
const batch = 1000;

/**
 * Enqueues unfinished versions that nobody works on: their job was killed in its last try, or lost. A version whose job still
 * waits or runs keeps it (singleton key).
 */
export async function resumeStalled(deps: Pick<MediaDeps, 'db' | 'jobs' | 'clock' | 'log'>): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - stalledAfterMs);
  const resumed = await deps.db.tx(async (tx) => {
    const rows = await tx
      .select({ versionId: processings.versionId })
      .from(processings)
      .where(and(notInArray(processings.stage, ['ready', 'failed']), lt(processings.updatedAt, before)))
      .orderBy(asc(processings.updatedAt))
      .limit(batch);
    let count = 0;
    for (const row of rows) {
      const versionId = row.versionId as TrackVersionId;
      if (await deps.jobs.enqueue(tx, 'media.process-version', { versionId }, { singletonKey: versionId })) count += 1;
    }
    return count;
  });
  if (resumed > 0) deps.log.warn({ resumed }, 'put stalled versions back into the queue');
}
