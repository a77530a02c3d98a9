import { bigint, bigserial, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * Live messages. `id` is given at insert; `seq` by the single relay after the commit, so that numbers appear in order
 * and a reader who has seen `seq` n never misses a smaller one that committed later. Owner: platform/realtime.
 */
export const liveMessages = pgTable(
  'live_messages',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    seq: bigint('seq', { mode: 'number' }).unique(),
    room: text('room').notNull(),
    name: text('name').notNull(),
    data: jsonb('data').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (t) => [index('live_messages_room').on(t.room, t.seq)],
);
