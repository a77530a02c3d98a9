import { bigserial, bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Outbox: every domain event of the instance. Owner: platform/events. */
export const events = pgTable('events', {
  seq: bigserial('seq', { mode: 'number' }).primaryKey(),
  name: text('name').notNull(),
  subject: text('subject').notNull(),
  payload: jsonb('payload').notNull(),
  occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
});

/** One row per event and reaction until that reaction has run. A row with `dead_at` gave up after its tries and blocks its subject no longer. */
export const eventDeliveries = pgTable(
  'event_deliveries',
  {
    eventSeq: bigint('event_seq', { mode: 'number' })
      .notNull()
      .references(() => events.seq, { onDelete: 'cascade' }),
    reaction: text('reaction').notNull(),
    subject: text('subject').notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }).notNull(),
    lastError: text('last_error'),
    deadAt: timestamp('dead_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.eventSeq, t.reaction] }),
    index('event_deliveries_due').on(t.reaction, t.subject, t.eventSeq),
  ],
);
