import { livePayloads, type LiveMessage } from '@longwave/contracts/live';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { startPump, type Pump } from '../jobs/pump.ts';
import type { Log } from '../log.ts';
import { liveChannel, numberMessages, readAfter, readNewestSeq, replayMessages, trimMessages } from './live-rows.ts';
import type { LiveLog } from './realtime.ts';
import { liveMessages } from './schema.ts';

/** Poll for notifications that were lost with a connection. */
const pollMs = 2000;
const batchMax = 500;

/**
 * The numbered log of live messages. One node at a time numbers what has committed, without gaps and in the order of
 * ids; every node follows the table by number, so all see the same order and none needs another's memory.
 */
export function createLiveLog(deps: { db: Database; clock: Clock; log: Log }): LiveLog {
  const { db, clock, log } = deps;
  const subscribers = new Set<(message: LiveMessage) => void>();
  let position = 0;
  let pump: Pump | null = null;
  let stopListening: (() => Promise<void>) | null = null;

  function hand(message: LiveMessage): void {
    position = message.seq;
    for (const subscriber of subscribers) {
      try {
        subscriber(message);
      } catch (error) {
        log.error({ err: error, seq: message.seq }, 'a live subscriber failed');
      }
    }
  }
  async function follow(): Promise<void> {
    await db.tx(numberMessages);
    let page: LiveMessage[];
    do {
      page = await readAfter(db, position, batchMax);
      page.forEach(hand);
    } while (page.length === batchMax);
  }
  function onError(error: unknown): void {
    log.error({ err: error }, 'live messages could not be read; retrying');
  }

  return {
    async publish(tx, { room, name, data }) {
      const payload = livePayloads[name].parse(data);
      await tx.insert(liveMessages).values({ room, name, data: payload, at: clock.now() });
      await tx.execute(sql`select pg_notify(${liveChannel}, '')`);
    },
    replay: (rooms, sinceSeq, limit) => replayMessages(db, { rooms, sinceSeq, limit }),
    subscribe(onMessage) {
      const subscriber = (message: LiveMessage) => onMessage(message);
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    position: () => position,
    async start() {
      if (pump) throw new Error('the live log is started already');
      await db.tx(numberMessages);
      position = await readNewestSeq(db);
      pump = startPump({ work: follow, pollMs, onError });
      stopListening = await db.listen(liveChannel, () => pump?.wake());
    },
    trim: (olderThan) => trimMessages(db, olderThan),
    async [Symbol.asyncDispose]() {
      await stopListening?.();
      await pump?.stop();
      subscribers.clear();
    },
  };
}
