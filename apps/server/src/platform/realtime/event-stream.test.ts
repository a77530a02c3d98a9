import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LiveRoom } from '@longwave/contracts/live';
import type { TrackId } from '@longwave/contracts/ids';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import { systemClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';
import { createLog } from '../log.ts';
import { createLiveLog } from './create-live-log.ts';
import { createEventStream, type EventStream, type EventStreamLimits } from './event-stream.ts';
import type { LiveLog } from './realtime.ts';

const log = createLog({ level: 'silent', pretty: false });
let db: Database;
let live: LiveLog;
let http: Server;
let stream: EventStream;
const aborts: AbortController[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());
beforeEach(async () => {
  live = createLiveLog({ db, clock: systemClock, log });
  await live.start();
});
afterEach(async () => {
  for (const abort of aborts.splice(0)) abort.abort();
  await stream[Symbol.asyncDispose]();
  await new Promise((resolve) => http.close(resolve));
  await live[Symbol.asyncDispose]();
  await db.execute('truncate live_messages restart identity');
});

async function serve(limits: Partial<EventStreamLimits> = {}): Promise<string> {
  stream = createEventStream({ liveLog: live, log, mayJoin: async (_, room) => room === 'public', limits });
  http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const query = Object.fromEntries(url.searchParams);
    stream.route
      .handle({ actor: { kind: 'anonymous' }, params: {}, query, origin: '', request, response })
      .catch((error: unknown) => {
        response.statusCode = error instanceof AppError ? error.status : 500;
        response.end(error instanceof AppError ? error.code : String(error));
      });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/api/events`;
}
async function* open(url: string, headers: Record<string, string> = {}): AsyncGenerator<Record<string, string>> {
  const abort = new AbortController();
  aborts.push(abort);
  const response = await fetch(url, { headers, signal: abort.signal });
  if (!response.body) throw new Error('no body');
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      yield Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
    }
  }
}
const publish = (room: LiveRoom) =>
  db.tx((tx) => live.publish(tx, { room, name: 'track.changed', data: { trackId: newId<TrackId>() } }));
async function take(events: AsyncGenerator<Record<string, string>>, count: number) {
  const got: Record<string, string>[] = [];
  while (got.length < count) got.push((await events.next()).value);
  return got;
}

test('a stream says what it joined, then carries the messages of its rooms with their numbers', async () => {
  const events = open(`${await serve()}?rooms=public,user:${newId()}`);
  const [ready] = await take(events, 1);
  expect(ready?.event).toBe('ready');
  expect(JSON.parse(ready?.data ?? '')).toMatchObject({ joined: ['public'], seq: 0, gap: false });
  await publish(`track:${newId<string>()}`);
  await publish('public');
  const [message] = await take(events, 1);
  expect(message).toMatchObject({ id: '2', event: 'live' });
  expect(JSON.parse(message?.data ?? '')).toMatchObject({ seq: 2, room: 'public', name: 'track.changed' });
});

test('a stream resumes after the number of `since`, or of Last-Event-ID, which wins', async () => {
  const url = await serve();
  for (let count = 0; count < 4; count += 1) await publish('public');
  await expect.poll(() => live.position()).toBe(4);
  const since = await take(open(`${url}?rooms=public&since=1`), 4);
  expect(since.map(({ id }) => id)).toEqual([undefined, '2', '3', '4']);
  const last = await take(open(`${url}?rooms=public&since=1`, { 'last-event-id': '3' }), 2);
  expect(last.map(({ id }) => id)).toEqual([undefined, '4']);
});

test('bad rooms, bad numbers and closed rooms are refused by name', async () => {
  const url = await serve();
  const answer = async (query: string) => {
    const response = await fetch(`${url}?${query}`);
    return `${response.status} ${await response.text()}`;
  };
  expect(await answer('')).toBe('400 request.invalid');
  expect(await answer('rooms=everything')).toBe('400 request.invalid');
  expect(await answer('rooms=public&since=x')).toBe('400 request.invalid');
  expect(await answer(`rooms=user:${newId()}`)).toBe('403 auth.forbidden');
});

test('an idle stream carries comments, so that proxies keep it open', async () => {
  const response = await fetch(`${await serve({ heartbeatMs: 10 })}?rooms=public`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('\n\n:\n\n')) text += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  expect(text.startsWith('event: ready\n')).toBe(true);
});

test('only so many streams are open at once', async () => {
  const url = await serve({ streams: 1 });
  await take(open(`${url}?rooms=public`), 1);
  expect((await fetch(`${url}?rooms=public`)).status).toBe(503);
});

test('a reader that does not read is cut off', async () => {
  const url = await serve({ bufferedBytes: 64 * 1024 });
  const closed = new Promise((resolve, reject) => {
    const request = httpRequest(`${url}?rooms=public`, (response) => {
      // Never read: the response stays paused.
      response.once('close', resolve);
      void fill().then(() => response.resume(), reject);
    });
    request.on('error', resolve);
    request.end();
  });
  const failure = { code: 'media.internal' as const, message: 'x'.repeat(200_000), hint: '' };
  const data = { versionId: newId<never>(), stage: 'failed' as const, percent: 0, failure };
  async function fill(): Promise<void> {
    for (let count = 0; count < 60; count += 1) {
      await db.tx((tx) => live.publish(tx, { room: 'public', name: 'version.progressed', data }));
    }
    await expect.poll(() => live.position()).toBe(60);
  }
  await closed;
});
