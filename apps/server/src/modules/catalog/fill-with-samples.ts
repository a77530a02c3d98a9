import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '../../platform/http/actor.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { requireUser } from './policy.ts';
import { tracks } from './schema.ts';

/** Number of pieces the server can synthesise. */
export const sampleCount = 4;

/** Queues the sample pieces for an instance that has none; with some there (or queued) it queues only the missing ones. */
export async function fillWithSamples(
  deps: Pick<CatalogDeps, 'db' | 'jobs'>,
  actor: Actor,
): Promise<{ queued: number }> {
  const { userId } = requireUser(actor);
  return deps.db.tx(async (tx) => {
    const [row] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(tracks)
      .where(and(eq(tracks.sample, true), isNull(tracks.deletedAt)));
    if ((row?.count ?? 0) >= sampleCount) return { queued: 0 };
    let queued = 0;
    for (let index = 0; index < sampleCount; index += 1) {
      const options = { singletonKey: `sample-${index}` };
      const id = await deps.jobs.enqueue(tx, 'catalog.make-sample', { ownerId: userId, index }, options);
      if (id !== null) queued += 1;
    }
    return { queued };
  });
}
