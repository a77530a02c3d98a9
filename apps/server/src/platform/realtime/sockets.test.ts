import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LiveMessage, LiveRoom, SubscribeReply } from '@longwave/contracts/live';
import type { TrackId, UserId } from '@longwave/contracts/ids';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import { systemClock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/actor.ts';
import { newId } from '../ids.ts';
import { createLog } from '../log.ts';
import { createLiveLog } from './create-live-log.ts';
import type { LiveLog } from './realtime.ts';
import { attachSocketServer, type SocketServerOptions } from './socket-server.ts';

const log = createLog({ level: 'silent', pretty: false });
const userId = newId<UserId>();
const user: Actor = { kind: 'user', userId, handle: 'ada', role: 'artist', sessionId: null };

let db: Database;
let live: LiveLog;
let http: Server;
let sockets: AsyncDisposable;
const clients: (Socket | WebSocket)[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());
beforeEach(async () => {
  live = createLiveLog({ db, clock: systemClock, log });
  await live.start();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await sockets[Symbol.asyncDispose]();
  await new Promise((resolve) => http.close(resolve));
  await live[Symbol.asyncDispose]();
  await db.execute('truncate live_messages restart identity');
});

/** Starts the server; a socket with the header `x-user: ada` is Ada's, `x-user: wrong` is refused. */
async function serve(limits: SocketServerOptions['limits'] = {}): Promise<string> {
  http = createServer((_, response) => response.end());
  sockets = attachSocketServer(http, {
    liveLog: live,
    log,
    authenticate: async (headers) => {
      if (headers['x-user'] === 'wrong') throw new AppError('auth.invalid_token', { message: 'no such token' });
      return headers['x-user'] === 'ada' ? user : { kind: 'anonymous' };
    },
    mayJoin: async (actor, room) =>
      room === 'public' || room.startsWith('track:') || (actor.kind === 'user' && room === `user:${actor.userId}`),
    allowedOrigins: ['https://friend.example'],
    limits,
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}
function connect(url: string, headers: Record<string, string> = {}, transports = ['websocket']): Socket {
  const client = io(url, { transports, extraHeaders: headers, reconnection: false, forceNew: true });
  clients.push(client);
  return client;
}
const subscribe = (client: Socket, request: unknown): Promise<SubscribeReply & { error?: { code: string } }> =>
  client.emitWithAck('subscribe', request);
const publish = (room: LiveRoom, trackId = newId<TrackId>()) =>
  db.tx((tx) => live.publish(tx, { room, name: 'track.changed', data: { trackId } }));
function collect(client: Socket, count: number): Promise<number[]> {
  const { promise, resolve } = Promise.withResolvers<number[]>();
  const seqs: number[] = [];
  client.on('live', ({ seq }: LiveMessage) => {
    seqs.push(seq);
    if (seqs.length === count) resolve(seqs);
  });
  return promise;
}
const once = (client: Socket, event: string) =>
  new Promise<unknown>((resolve) => client.once(event, (value: unknown) => resolve(value)));

test.each([['websocket'], ['polling']])('a subscriber over %s hears its rooms and no others', async (transport) => {
  const client = connect(await serve(), {}, [transport]);
  const reply = await subscribe(client, { rooms: ['public', `user:${userId}`] });
  expect(reply).toEqual({ joined: ['public'], refused: [`user:${userId}`], seq: 0, gap: false });
  const heard = collect(client, 2);
  await publish('public');
  await publish(`user:${userId}`);
  await publish('public');
  expect(await heard).toEqual([1, 3]);
});

test('a person hears the room of their own account', async () => {
  const client = connect(await serve(), { 'x-user': 'ada' });
  expect(await subscribe(client, { rooms: [`user:${userId}`] })).toMatchObject({ joined: [`user:${userId}`] });
  const heard = collect(client, 1);
  await publish(`user:${userId}`);
  expect(await heard).toEqual([1]);
});

test('a wrong token and a foreign page are refused; a friendly page may connect', async () => {
  const url = await serve();
  const wrong = (await once(connect(url, { 'x-user': 'wrong' }), 'connect_error')) as { data: unknown };
  expect(wrong.data).toEqual({ code: 'auth.invalid_token', message: 'no such token' });
  await once(connect(url, { origin: 'https://evil.example' }), 'connect_error');
  await once(connect(url, { origin: 'https://friend.example' }), 'connect');
  await once(connect(url, { origin: url }), 'connect');
});

test('who reconnects gets what was missed once and in order, with messages arriving meanwhile', async () => {
  const url = await serve();
  const first = connect(url);
  await subscribe(first, { rooms: ['public'] });
  const before = collect(first, 2);
  await publish('public');
  await publish('public');
  expect(await before).toEqual([1, 2]);
  first.disconnect();
  for (let count = 0; count < 20; count += 1) await publish('public');
  const second = connect(url);
  await once(second, 'connect');
  const heard = collect(second, 60);
  const arriving = (async () => {
    for (let count = 0; count < 40; count += 1) await publish('public');
  })();
  const reply = await subscribe(second, { rooms: ['public'], sinceSeq: 2 });
  expect(reply).toMatchObject({ joined: ['public'], gap: false });
  await arriving;
  expect(await heard).toEqual(Array.from({ length: 60 }, (_, index) => index + 3));
});

test('who missed trimmed messages is told of the gap', async () => {
  const url = await serve();
  for (let count = 0; count < 3; count += 1) await publish('public');
  await expect.poll(() => live.position()).toBe(3);
  await live.trim(new Date(Date.now() + 1000));
  expect(await subscribe(connect(url), { rooms: ['public'], sinceSeq: 1 })).toMatchObject({ gap: true, seq: 3 });
});

test('leaving a room ends its messages', async () => {
  const client = connect(await serve());
  await subscribe(client, { rooms: ['public', `track:${userId}`] });
  expect(await client.emitWithAck('unsubscribe', { rooms: ['public'] })).toEqual({ left: ['public'] });
  const heard = collect(client, 1);
  await publish('public');
  await publish(`track:${userId}`);
  expect(await heard).toEqual([2]);
});

test('nonsense is answered and never fatal', async () => {
  const client = connect(await serve({ roomsPerSocket: 2 }));
  const nonsense = [null, 7, 'x', [], {}, { rooms: [] }, { rooms: ['user:*'] }, { rooms: ['public'], sinceSeq: -1 }];
  for (const request of [...nonsense, { rooms: ['public'], extra: 1 }, { rooms: 'public' }]) {
    expect(await subscribe(client, request)).toMatchObject({ error: { code: 'request.invalid' } });
  }
  const many = { rooms: ['public', `track:${userId}`, `track:${newId<string>()}`] };
  expect(await subscribe(client, many)).toMatchObject({ error: { code: 'request.invalid' } });
  client.emit('subscribe', { rooms: ['public'] }, 'not a function');
  client.emit('subscribe');
  client.emit('unknown', { __proto__: null });
  expect(await subscribe(client, { rooms: ['public'] })).toMatchObject({ joined: ['public'] });
});

test('a message that is too large ends that connection alone', async () => {
  const url = await serve();
  const [large, calm] = [connect(url), connect(url)];
  await once(calm, 'connect');
  large.emit('subscribe', 'x'.repeat(20_000));
  await once(large, 'disconnect');
  expect(await subscribe(calm, { rooms: ['public'] })).toMatchObject({ joined: ['public'] });
});

test('one address may hold only so many connections, and gets room again when one ends', async () => {
  const url = await serve({ connectionsPerIp: 2 });
  const [first, second] = [connect(url), connect(url)];
  await Promise.all([once(first, 'connect'), once(second, 'connect')]);
  await once(connect(url), 'connect_error');
  first.disconnect();
  await expect
    .poll(async () => {
      const next = connect(url);
      return Promise.race([once(next, 'connect').then(() => true), once(next, 'connect_error').then(() => false)]);
    })
    .toBe(true);
});

test('a reader that does not read is cut off, others hear everything', async () => {
  const url = await serve({ bufferedBytes: 512 * 1024 });
  const calm = connect(url);
  await subscribe(calm, { rooms: ['public'] });
  const slow = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  clients.push(slow);
  await new Promise<void>((resolve) => {
    slow.on('message', (data) => {
      const text = String(data);
      if (text.startsWith('0')) slow.send('40');
      else if (text.startsWith('40')) slow.send('421["subscribe",{"rooms":["public"]}]');
      else if (text.startsWith('431')) resolve();
    });
  });
  slow.pause();
  const failure = { code: 'media.internal' as const, message: 'x'.repeat(200_000), hint: '' };
  const data = { versionId: newId<never>(), stage: 'failed' as const, percent: 0, failure };
  for (let count = 1; count <= 80; count += 1) {
    const heard = collect(calm, 1);
    await db.tx((tx) => live.publish(tx, { room: 'public', name: 'version.progressed', data }));
    expect(await heard).toEqual([count]);
  }
  const closed = new Promise((resolve) => slow.once('close', resolve));
  slow.resume();
  await closed;
});

test('shutting down closes every connection', async () => {
  const client = connect(await serve());
  await once(client, 'connect');
  const gone = once(client, 'disconnect');
  await sockets[Symbol.asyncDispose]();
  expect(await gone).toBeDefined();
});
