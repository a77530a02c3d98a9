import { LiveMessage, type LiveRoom } from '@longwave/contracts/live';
import { and, asc, gt, inArray, lt, max, min, sql } from 'drizzle-orm';
import { rowsOf, type Database, type Tx } from '../db/database.ts';
import type { LiveLog } from './realtime.ts';
import { liveMessages } from './schema.ts';

/** Wakes every node when messages have committed or were numbered. */
export const liveChannel = 'longwave_live';
/** Key of the advisory lock under which one node at a time numbers messages. */
const lockKey = 0x10_6e_77_02;

/** Numbers committed messages that have none. The lock is held to the commit, so numbers appear in order. */
export async function numberMessages(tx: Tx): Promise<void> {
  const [lock] = await rowsOf<{ taken: boolean }>(tx, sql`select pg_try_advisory_xact_lock(${lockKey}) as taken`);
  if (!lock?.taken) return;
  const numbered = await rowsOf(
    tx,
    sql`update live_messages m set seq = numbers.seq
        from (select id, (select coalesce(max(seq), 0) from live_messages) + row_number() over (order by id) as seq
              from live_messages where seq is null) numbers
        where m.id = numbers.id returning m.id`,
  );
  if (numbered.length > 0) await tx.execute(sql`select pg_notify(${liveChannel}, '')`);
}

/** Messages after a number, oldest first. */
export async function readAfter(db: Database, seq: number, limit: number): Promise<LiveMessage[]> {
  const rows = await db.read
    .select()
    .from(liveMessages)
    .where(gt(liveMessages.seq, seq))
    .orderBy(asc(liveMessages.seq))
    .limit(limit);
  return rows.map(present);
}

export async function readNewestSeq(db: Database): Promise<number> {
  const [newest] = await db.read.select({ seq: max(liveMessages.seq) }).from(liveMessages);
  return Number(newest?.seq ?? 0);
}

/** See `LiveLog.replay`. */
export async function replayMessages(
  db: Database,
  wanted: { rooms: readonly LiveRoom[]; sinceSeq: number; limit: number },
): ReturnType<LiveLog['replay']> {
  const { rooms, sinceSeq, limit } = wanted;
  const [bounds] = await db.read
    .select({ oldest: min(liveMessages.seq), newest: max(liveMessages.seq) })
    .from(liveMessages);
  const oldest = Number(bounds?.oldest ?? 1);
  const seq = Number(bounds?.newest ?? 0);
  const rows = await db.read
    .select()
    .from(liveMessages)
    .where(and(inArray(liveMessages.room, [...rooms]), gt(liveMessages.seq, sinceSeq)))
    .orderBy(asc(liveMessages.seq))
    .limit(limit);
  // A number from the future belongs to a database that was since restored from a backup.
  return { messages: rows.map(present), gap: sinceSeq < oldest - 1 || sinceSeq > seq, seq };
}

/** Removes old messages but the newest: it carries the number that the next one continues from. */
export async function trimMessages(db: Database, olderThan: Date): Promise<number> {
  const newest = db.read.select({ seq: max(liveMessages.seq) }).from(liveMessages);
  const gone = await db.tx((tx) =>
    tx
      .delete(liveMessages)
      .where(and(lt(liveMessages.at, olderThan), lt(liveMessages.seq, sql`(${newest})`)))
      .returning({ id: liveMessages.id }),
  );
  return gone.length;
}

function present(row: typeof liveMessages.$inferSelect): LiveMessage {
  return LiveMessage.parse({ seq: row.seq, room: row.room, name: row.name, data: row.data, at: row.at.toISOString() });
}
