import { desc, eq, isNotNull } from 'drizzle-orm';
import type { EventName } from '@longwave/contracts/events';
import type { Database } from '../db/database.ts';
import type { DeadDelivery } from './events.ts';
import { eventDeliveries, events } from './schema.ts';

/** Deliveries that were given up, newest first. */
export async function readDeadDeliveries(db: Database, limit: number): Promise<DeadDelivery[]> {
  const rows = await db.read
    .select({
      seq: events.seq,
      name: events.name,
      subject: events.subject,
      reaction: eventDeliveries.reaction,
      error: eventDeliveries.lastError,
      deadAt: eventDeliveries.deadAt,
    })
    .from(eventDeliveries)
    .innerJoin(events, eq(events.seq, eventDeliveries.eventSeq))
    .where(isNotNull(eventDeliveries.deadAt))
    .orderBy(desc(eventDeliveries.deadAt), desc(events.seq))
    .limit(limit);
  return rows.flatMap(({ deadAt, error, name, ...rest }) =>
    deadAt ? [{ ...rest, name: name as EventName, error: error ?? '', deadAt }] : [],
  );
}
