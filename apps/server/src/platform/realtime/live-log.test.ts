import type { LiveMessage, LiveRoom } from '@longwave/contracts/live';
import type { TrackId } from '@longwave/contracts/ids';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import { FakeClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../ids.ts';
import { createLog } from '../log.ts';
import { createLiveLog } from './create-live-log.ts';
import type { LiveLog } from './realtime.ts';

const log = createLog({ level: 'silent', pretty: false });
const clock = new FakeClock(new Date('2026-01-01T00:00:00Z'));
let db: Database;
const open: AsyncDisposable[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());
afterEach(async () => {
  for (const live of open.splice(0)) await live[Symbol.asyncDispose]();
  await db.execute('truncate live_messages restart identity');
});

async function startLog(): Promise<LiveLog> {
  const live = createLiveLog({ db, clock, log });
  open.push(live);
  await live.start();
  return live;
}
const room = (): LiveRoom => `track:${newId<string>()}`;
const publish = (live: LiveLog, to: LiveRoom) =>
  db.tx((tx) => live.publish(tx, { room: to, name: 'track.changed', data: { trackId: newId<TrackId>() } }));
/** The first `count` messages that a log hands to its subscribers. */
function collect(live: LiveLog, count: number): Promise<LiveMessage[]> {
  const { promise, resolve } = Promise.withResolvers<LiveMessage[]>();
  const got: LiveMessage[] = [];
  live.subscribe((message) => {
    got.push(message);
    if (got.length === count) resolve(got);
  });
  return promise;
}

test('every node hears every committed message, numbered without gaps, in one order', async () => {
  const nodes = [await startLog(), await startLog()];
  const heard = nodes.map((node) => collect(node, 30));
  const rooms = [room(), room(), room()];
  await Promise.all(
    Array.from({ length: 30 }, (_, index) => publish(nodes[index % 2] as LiveLog, rooms[index % 3] as LiveRoom)),
  );
  const [first, second] = await Promise.all(heard);
  expect(first?.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(second).toEqual(first);
});

test('a rolled back message is never heard and takes no number', async () => {
  const live = await startLog();
  const heard = collect(live, 1);
  const kept = room();
  await expect(
    db.tx(async (tx) => {
      await live.publish(tx, { room: room(), name: 'track.changed', data: { trackId: newId<TrackId>() } });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await publish(live, kept);
  expect(await heard).toMatchObject([{ seq: 1, room: kept, name: 'track.changed', at: '2026-01-01T00:00:00.000Z' }]);
});

test('a late commit gets a later number, so a reader never misses it', async () => {
  const live = await startLog();
  if (db.kind === 'pglite') return; // one transaction at a time: nothing can commit late
  const late = Promise.withResolvers<void>();
  const inserted = Promise.withResolvers<void>();
  const [early, slow] = [room(), room()];
  const heardEarly = collect(live, 1);
  const slowTx = db.tx(async (tx) => {
    await live.publish(tx, { room: slow, name: 'track.changed', data: { trackId: newId<TrackId>() } });
    inserted.resolve();
    await late.promise;
  });
  await inserted.promise;
  await publish(live, early);
  expect(await heardEarly).toMatchObject([{ seq: 1, room: early }]);
  const heardLate = collect(live, 1);
  late.resolve();
  await slowTx;
  expect(await heardLate).toMatchObject([{ seq: 2, room: slow }]);
});

test('replay answers the messages of the rooms after a number, oldest first', async () => {
  const live = await startLog();
  const heard = collect(live, 4);
  const [mine, other] = [room(), room()];
  for (const to of [mine, other, mine, mine]) await publish(live, to);
  await heard;
  const { messages, gap, seq } = await live.replay([mine], 1, 10);
  expect([messages.map((message) => message.seq), gap, seq]).toEqual([[3, 4], false, 4]);
  expect((await live.replay([mine, other], 0, 2)).messages.map((message) => message.seq)).toEqual([1, 2]);
  expect(await live.replay([mine], 4, 10)).toEqual({ messages: [], gap: false, seq: 4 });
});

test('trimming is told to who missed something, and numbers go on', async () => {
  const live = await startLog();
  const heard = collect(live, 3);
  const mine = room();
  for (const to of [mine, mine, mine]) await publish(live, to);
  await heard;
  expect(await live.trim(new Date('2026-01-02'))).toBe(2);
  expect((await live.replay([mine], 1, 10)).gap).toBe(true);
  expect((await live.replay([mine], 2, 10)).gap).toBe(false);
  expect((await live.replay([mine], 9, 10)).gap).toBe(true);
  const next = collect(live, 1);
  await publish(live, mine);
  expect(await next).toMatchObject([{ seq: 4 }]);
});

test('what was published while no node ran is numbered at the next start and found by replay', async () => {
  const silent = createLiveLog({ db, clock, log });
  const mine = room();
  await publish(silent, mine);
  const live = await startLog();
  expect(live.position()).toBe(1);
  expect((await live.replay([mine], 0, 10)).messages).toHaveLength(1);
});
