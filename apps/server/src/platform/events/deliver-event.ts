import { eventPayloads, type EventName } from '@longwave/contracts/events';
import { alias } from 'drizzle-orm/pg-core';
import { and, asc, eq, inArray, isNull, lt, lte, notExists, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database, Queryable, Tx } from '../db/database.ts';
import type { Log } from '../log.ts';
import type { Reaction, RecordedEvent } from './events.ts';
import { eventDeliveries, events } from './schema.ts';

/** Tries before a delivery is given up; with the delays below they span about nine minutes. */
export const maxAttempts = 10;
const retryDelayS = (attempts: number) => Math.min(300, 2 ** (attempts - 1));

interface Claimed {
  readonly event: RecordedEvent;
  readonly reaction: Reaction;
  readonly attempts: number;
}

/**
 * Runs the oldest due delivery that no other node holds and removes it, in one transaction. The reaction runs in a savepoint: when it
 * fails, its writes go and the failure is noted under the same lock, so no other node can take the delivery in between.
 * Answers false when there was none. A failing reaction is tried again later; its subject waits meanwhile.
 */
export async function deliverNext(
  deps: { db: Database; clock: Clock; log: Log },
  reactions: ReadonlyMap<string, Reaction>,
): Promise<boolean> {
  return deps.db.tx(async (tx) => {
    const claimed = await claimNext(tx, deps.clock.now(), reactions);
    if (!claimed) return false;
    try {
      await tx.transaction((savepoint) => claimed.reaction.react(savepoint as Queryable as Tx, claimed.event));
      await tx.delete(eventDeliveries).where(isDelivery(claimed));
    } catch (error) {
      await recordFailure(deps, tx, { claimed, error });
    }
    return true;
  });
}

function isDelivery({ event, reaction }: Claimed) {
  return and(eq(eventDeliveries.eventSeq, event.seq), eq(eventDeliveries.reaction, reaction.name));
}

async function claimNext(tx: Tx, now: Date, reactions: ReadonlyMap<string, Reaction>): Promise<Claimed | null> {
  if (reactions.size === 0) return null;
  const earlier = alias(eventDeliveries, 'earlier');
  const blocked = tx
    .select({ one: sql`1` })
    .from(earlier)
    .where(
      and(
        eq(earlier.reaction, eventDeliveries.reaction),
        eq(earlier.subject, eventDeliveries.subject),
        lt(earlier.eventSeq, eventDeliveries.eventSeq),
        isNull(earlier.deadAt),
      ),
    );
  const [row] = await tx
    .select({ event: events, reaction: eventDeliveries.reaction, attempts: eventDeliveries.attempts })
    .from(eventDeliveries)
    .innerJoin(events, eq(events.seq, eventDeliveries.eventSeq))
    .where(
      and(
        isNull(eventDeliveries.deadAt),
        lte(eventDeliveries.nextAttemptAt, now),
        inArray(eventDeliveries.reaction, [...reactions.keys()]),
        notExists(blocked),
      ),
    )
    .orderBy(asc(eventDeliveries.eventSeq))
    .limit(1)
    .for('update', { of: eventDeliveries, skipLocked: true });
  const reaction = row && reactions.get(row.reaction);
  if (!row || !reaction) return null;
  return { event: toRecorded(row.event), reaction, attempts: row.attempts };
}

function toRecorded(row: typeof events.$inferSelect): RecordedEvent {
  const name = row.name as EventName;
  return { ...row, name, payload: eventPayloads[name].parse(row.payload) };
}

async function recordFailure(
  deps: { clock: Clock; log: Log },
  tx: Tx,
  { claimed, error }: { claimed: Claimed; error: unknown },
): Promise<void> {
  const now = deps.clock.now();
  const attempts = claimed.attempts + 1;
  const dead = attempts >= maxAttempts;
  await tx
    .update(eventDeliveries)
    .set({
      attempts,
      lastError: (error instanceof Error ? error.message : String(error)).slice(0, 2000),
      nextAttemptAt: new Date(now.getTime() + retryDelayS(attempts) * 1000),
      deadAt: dead ? now : null,
    })
    .where(isDelivery(claimed));
  const { event, reaction } = claimed;
  const facts = { err: error, event: event.name, seq: event.seq, subject: event.subject, reaction: reaction.name };
  if (dead) deps.log.error({ ...facts, attempts }, 'event delivery given up');
  else deps.log.warn({ ...facts, attempts }, 'event delivery failed; it is tried again');
}
