import { inArray, lt } from 'drizzle-orm';
import type { IdentityDeps } from './identity-deps.ts';
import { sessions } from './schema.ts';

/** Rows removed by one statement; PGlite holds the event loop for a statement's whole length. */
const batchSize = 500;

/** Removes sessions and access tokens that have ended; answers how many. Safe to run twice. */
export async function sweepSessions(deps: Pick<IdentityDeps, 'db' | 'clock'>, signal: AbortSignal): Promise<number> {
  const now = deps.clock.now();
  let removed = 0;
  while (!signal.aborted) {
    const batch = await deps.db.tx((tx) => {
      const ended = tx.select({ id: sessions.id }).from(sessions).where(lt(sessions.expiresAt, now)).limit(batchSize);
      return tx.delete(sessions).where(inArray(sessions.id, ended)).returning({ id: sessions.id });
    });
    removed += batch.length;
    if (batch.length < batchSize) break;
  }
  return removed;
}
