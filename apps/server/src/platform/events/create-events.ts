import { eventPayloads } from '@longwave/contracts/events';
import { and, eq, isNull, lt, notExists, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { startPump, type Pump } from '../jobs/pump.ts';
import type { Log } from '../log.ts';
import { deliverNext } from './deliver-event.ts';
import type { Events, Reaction } from './events.ts';
import { fanOut, unassigned } from './fan-out.ts';
import { readDeadDeliveries } from './read-dead-deliveries.ts';
import { eventDeliveries, events } from './schema.ts';

/** Wakes the delivering nodes when a transaction with events has committed. */
const channel = 'longwave_events';
/** Poll for retries and for notifications that were lost with a connection. */
const pollMs = 2000;
/** Reactions that run side by side in one process; PGlite has one connection, so there one after another. */
const concurrency = { pglite: 1, postgres: 4 } as const;

/**
 * The outbox. `emit` works at any time, in any process; what it wrote is assigned to reactions by a process that has
 * called `start`, so nothing is lost that was emitted before, or by a command that knows no reactions.
 */
export function createEvents(deps: { db: Database; clock: Clock; log: Log }): Events {
  const { db, clock, log } = deps;
  let pump: Pump | null = null;
  let stopListening: (() => Promise<void>) | null = null;

  const stopping = () => pump?.stopping ?? false;
  function onError(error: unknown): void {
    log.error({ err: error }, 'events could not be delivered; retrying');
  }
  async function deliverAll(known: ReadonlyMap<string, Reaction>): Promise<void> {
    const lane = async () => {
      while (!stopping() && (await deliverNext(deps, known)));
    };
    // A reaction may emit further events, so assigning and delivering alternate until both find nothing.
    while (!stopping() && ((await fanOut(db, clock, known)) || (await deliverNext(deps, known)))) {
      await Promise.all(Array.from({ length: concurrency[db.kind] }, lane));
    }
  }

  return {
    async emit(tx, name, { subject, payload }) {
      const data = eventPayloads[name].parse(payload);
      const now = clock.now();
      // Until commit nobody else emits about this subject, so the numbers of its events follow the order of commits.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`event ${subject}`}, 0))`);
      const [event] = await tx.insert(events).values({ name, subject, payload: data, occurredAt: now }).returning();
      if (!event) throw new Error('the event was not stored');
      await tx
        .insert(eventDeliveries)
        .values({ eventSeq: event.seq, reaction: unassigned, subject, nextAttemptAt: now });
      await tx.execute(sql`select pg_notify(${channel}, '')`);
    },
    async start(given) {
      if (pump) throw new Error('events are started already');
      const known = new Map(given.map((reaction) => [reaction.name, reaction]));
      if (known.size !== given.length || known.has(unassigned)) throw new Error('reaction names must be unique');
      pump = startPump({ work: () => deliverAll(known), pollMs, onError });
      stopListening = await db.listen(channel, () => pump?.wake());
    },
    async processAll() {
      if (!pump) throw new Error('events are processed before start()');
      await pump.flush();
    },
    async trim(olderThan) {
      const pending = db.read
        .select({ one: sql`1` })
        .from(eventDeliveries)
        .where(and(eq(eventDeliveries.eventSeq, events.seq), isNull(eventDeliveries.deadAt)));
      const gone = await db.tx((tx) =>
        tx
          .delete(events)
          .where(and(lt(events.occurredAt, olderThan), notExists(pending)))
          .returning({ seq: events.seq }),
      );
      return gone.length;
    },
    listDead: (limit) => readDeadDeliveries(db, limit),
    async [Symbol.asyncDispose]() {
      await stopListening?.();
      await pump?.stop();
    },
  };
}
