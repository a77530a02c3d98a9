import type { TrackId, TrackVersionId, UserId } from '@longwave/contracts/ids';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import { FakeClock } from '../clock.ts';
import { rowsOf, type Database, type Tx } from '../db/database.ts';
import { newId } from '../ids.ts';
import { createLog } from '../log.ts';
import { createEvents } from './create-events.ts';
import { maxAttempts } from './deliver-event.ts';
import type { Events, Reaction, RecordedEvent } from './events.ts';

const log = createLog({ level: 'silent', pretty: false });
const published = 'catalog.track-published';
let db: Database;
let clock: FakeClock;
const open: AsyncDisposable[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  await db.execute('create table effects (subject text)');
});
afterAll(() => db[Symbol.asyncDispose]());
beforeEach(() => {
  clock = new FakeClock(new Date('2026-01-01T00:00:00Z'));
});
afterEach(async () => {
  for (const events of open.splice(0)) await events[Symbol.asyncDispose]();
  await db.execute('truncate events, event_deliveries restart identity');
});

function create(): Events {
  const events = createEvents({ db, clock, log });
  open.push(events);
  return events;
}
const payload = () => ({ trackId: newId<TrackId>(), ownerId: newId<UserId>() });
const emit = (events: Events, subject: string) =>
  db.tx((tx) => events.emit(tx, published, { subject, payload: payload() }));
function reaction(name: string, react: (event: RecordedEvent, tx: Tx) => Promise<void>): Reaction {
  return { name, on: published, react: (tx, event) => react(event, tx) };
}

test('an event reaches every reaction to it once, with what was emitted', async () => {
  const events = create();
  const seen: [string, RecordedEvent][] = [];
  await events.start([
    reaction('a.one', async (event) => void seen.push(['one', event])),
    reaction('a.two', async (event) => void seen.push(['two', event])),
    { ...reaction('a.other', async (event) => void seen.push(['other', event])), on: 'media.version-started' },
  ]);
  const given = payload();
  await db.tx((tx) => events.emit(tx, published, { subject: 'track:1', payload: given }));
  await events.processAll();
  await events.processAll();
  expect(seen.map(([who]) => who).toSorted()).toEqual(['one', 'two']);
  expect(seen[0]?.[1]).toMatchObject({ name: published, subject: 'track:1', payload: given, occurredAt: clock.now() });
});

test('a rolled back transaction emits nothing', async () => {
  const events = create();
  const seen: string[] = [];
  await events.start([reaction('a.one', async ({ subject }) => void seen.push(subject))]);
  await expect(
    db.tx(async (tx) => {
      await events.emit(tx, published, { subject: 'gone', payload: payload() });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await emit(events, 'kept');
  await events.processAll();
  expect(seen).toEqual(['kept']);
});

test('a payload that its schema refuses is refused', async () => {
  const events = create();
  const wrong = { trackId: 'x' as TrackId, ownerId: newId<UserId>() };
  await expect(db.tx((tx) => events.emit(tx, published, { subject: 's', payload: wrong }))).rejects.toThrow(
    'Invalid UUID',
  );
});

test('events emitted by a process that knows no reactions are delivered by one that does', async () => {
  await emit(create(), 'before');
  const events = create();
  const seen: string[] = [];
  await events.start([reaction('a.one', async ({ subject }) => void seen.push(subject))]);
  await events.processAll();
  expect(seen).toEqual(['before']);
});

test('a committed event is delivered without being asked for', async () => {
  const events = create();
  const { promise, resolve } = Promise.withResolvers<string>();
  await events.start([reaction('a.one', async ({ subject }) => resolve(subject))]);
  await emit(events, 'soon');
  expect(await promise).toBe('soon');
});

test('several nodes deliver each event once and keep the order of each subject', async () => {
  const seen: { subject: string; seq: number }[] = [];
  const react = () =>
    reaction('a.one', async ({ subject, seq }) => {
      await new Promise(setImmediate);
      seen.push({ subject, seq });
    });
  const nodes = [create(), create()];
  for (const node of nodes) await node.start([react()]);
  const subjects = ['a', 'b', 'c', 'd', 'e'];
  await Promise.all(
    Array.from({ length: 8 }, (_, round) => subjects.map((subject) => emit(create(), `${subject}${round % 2}`))).flat(),
  );
  do await Promise.all(nodes.map((node) => node.processAll()));
  while ((await db.execute('select 1 from event_deliveries')).rows.length > 0);
  expect(seen).toHaveLength(40);
  expect(new Set(seen.map(({ seq }) => seq)).size).toBe(40);
  for (const seqs of Map.groupBy(seen, ({ subject }) => subject).values()) {
    expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map(({ seq }) => seq).toSorted((a, b) => a - b));
  }
});

test('a failing reaction holds back its own subject alone, is tried again, and leaves nothing half done', async () => {
  const events = create();
  let broken = true;
  const seen: string[] = [];
  await events.start([
    reaction('a.one', async ({ subject, seq }, tx) => {
      await tx.execute(sql`insert into effects values (${subject})`);
      if (broken && subject === 'bad') throw new Error('broken');
      seen.push(`${subject} ${seq}`);
    }),
  ]);
  await emit(events, 'bad');
  await emit(events, 'bad');
  await emit(events, 'good');
  await events.processAll();
  expect(seen).toEqual(['good 3']);
  expect(await rowsOf(db.read, sql`select subject from effects`)).toEqual([{ subject: 'good' }]);
  broken = false;
  clock.advanceMs(60_000);
  await events.processAll();
  expect(seen).toEqual(['good 3', 'bad 1', 'bad 2']);
});

test('a reaction that never succeeds is given up after its tries, shown, and lets later events of its subject pass', async () => {
  const events = create();
  let tries = 0;
  const seen: number[] = [];
  await events.start([
    reaction('a.one', async ({ seq }) => {
      if (seq > 1) return void seen.push(seq);
      tries += 1;
      throw new Error('never');
    }),
  ]);
  await emit(events, 'track:1');
  await emit(events, 'track:1');
  for (let round = 0; round < maxAttempts + 2; round += 1) {
    await events.processAll();
    clock.advanceMs(600_000);
  }
  expect(tries).toBe(maxAttempts);
  expect(seen).toEqual([2]);
  expect(await events.listDead(10)).toMatchObject([{ seq: 1, reaction: 'a.one', subject: 'track:1', error: 'never' }]);
});

test('a reaction whose statement is refused is tried again, and what it wrote before is gone', async () => {
  const events = create();
  let tries = 0;
  await events.start([
    {
      ...reaction('a.one', async () => undefined),
      react: async (tx: Tx) => {
        tries += 1;
        await events.emit(tx, 'media.version-started', {
          subject: `try:${tries}`,
          payload: { versionId: newId<TrackVersionId>(), ownerId: newId<UserId>() },
        });
        if (tries === 1) await db.executeIn(tx, 'select 1 / 0');
      },
    },
  ]);
  await emit(events, 'track:1');
  await events.processAll();
  clock.advanceMs(600_000);
  await events.processAll();
  expect(tries).toBe(2);
  const { rows } = await db.execute(`select subject from events where subject like 'try:%'`);
  expect(rows).toEqual([{ subject: 'try:2' }]);
});

test('a reaction may emit further events', async () => {
  const started = { versionId: newId<TrackVersionId>(), ownerId: newId<UserId>() };
  const events = create();
  const seen: string[] = [];
  await events.start([
    {
      ...reaction('a.first', async () => undefined),
      react: (tx: Tx) => events.emit(tx, 'media.version-started', { subject: 'next', payload: started }),
    },
    { ...reaction('a.second', async ({ subject }) => void seen.push(subject)), on: 'media.version-started' },
  ]);
  await emit(events, 'one');
  await events.processAll();
  expect(seen).toEqual(['next']);
});

test('trimming removes old events that nothing waits for', async () => {
  const events = create();
  await emit(events, 'waits for a node with reactions');
  expect(await events.trim(new Date('2027-01-01'))).toBe(0);
  await events.start([]);
  await events.processAll();
  expect(await events.trim(new Date('2025-01-01'))).toBe(0);
  expect(await events.trim(new Date('2027-01-01'))).toBe(1);
});
