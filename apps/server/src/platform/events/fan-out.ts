import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import { rowsOf, type Database } from '../db/database.ts';
import type { Reaction } from './events.ts';
import { eventDeliveries, events } from './schema.ts';

/** Reaction name of the one delivery that stands for "not yet assigned to reactions". */
export const unassigned = '*';
/** Key of the advisory lock under which one node at a time assigns, so a subject's events keep their order. */
const lockKey = 0x10_6e_77_01;
const batchMax = 500;

/** Turns new events into one delivery for each reaction to them. Answers whether there was anything to assign. */
export async function fanOut(db: Database, clock: Clock, reactions: ReadonlyMap<string, Reaction>): Promise<boolean> {
  return db.tx(async (tx) => {
    const [lock] = await rowsOf<{ taken: boolean }>(tx, sql`select pg_try_advisory_xact_lock(${lockKey}) as taken`);
    if (!lock?.taken) return false;
    const fresh = await tx
      .select({ seq: events.seq, name: events.name, subject: events.subject })
      .from(eventDeliveries)
      .innerJoin(events, eq(events.seq, eventDeliveries.eventSeq))
      .where(eq(eventDeliveries.reaction, unassigned))
      .orderBy(asc(events.seq))
      .limit(batchMax);
    if (fresh.length === 0) return false;
    const nextAttemptAt = clock.now();
    const deliveries = fresh.flatMap(({ seq, name, subject }) =>
      [...reactions.values()]
        .filter((reaction) => reaction.on === name)
        .map((reaction) => ({ eventSeq: seq, reaction: reaction.name, subject, nextAttemptAt })),
    );
    if (deliveries.length > 0) await tx.insert(eventDeliveries).values(deliveries);
    const seqs = fresh.map(({ seq }) => seq);
    await tx
      .delete(eventDeliveries)
      .where(and(eq(eventDeliveries.reaction, unassigned), inArray(eventDeliveries.eventSeq, seqs)));
    return true;
  });
}
