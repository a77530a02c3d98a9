import type { ServerResponse } from 'node:http';
import { SubscribeRequest, type LiveMessage, type LiveRoom, type SubscribeReply } from '@longwave/contracts/live';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/actor.ts';
import type { RawInput, RawRoute } from '../http/raw-route.ts';
import type { Log } from '../log.ts';
import { catchUp } from './catch-up.ts';
import { sortRooms } from './sort-rooms.ts';
import type { LiveLog } from './realtime.ts';

export interface EventStreamOptions {
  readonly liveLog: LiveLog;
  readonly log: Log;
  readonly mayJoin: (actor: Actor, room: LiveRoom) => Promise<boolean>;
  readonly limits?: Partial<EventStreamLimits>;
}
export interface EventStreamLimits {
  readonly streams: number;
  /** Bytes waiting for a slow reader, above which it is cut off. */
  readonly bufferedBytes: number;
  /** Interval of comment lines that keep proxies from closing the stream. */
  readonly heartbeatMs: number;
}
const defaultLimits: EventStreamLimits = { streams: 5000, bufferedBytes: 1024 * 1024, heartbeatMs: 15_000 };

/** `/api/events` with the streams that are open on it; disposing ends them. */
export interface EventStream extends AsyncDisposable {
  readonly route: RawRoute;
}

/**
 * The live log as Server-Sent Events (WHATWG HTML §9.2): `GET /api/events?rooms=a,b&since=n`. First an event `ready`
 * (SubscribeReply), then `live` events (LiveMessage) whose `id` is their number, so a reconnecting `EventSource`
 * resumes by `Last-Event-ID`. Errors: `request.invalid`, `auth.forbidden` (no room allowed), `server.unavailable`.
 */
export function createEventStream(options: EventStreamOptions): EventStream {
  const limits = { ...defaultLimits, ...options.limits };
  const open = new Set<ServerResponse>();

  async function handle(input: RawInput): Promise<void> {
    const { response } = input;
    if (open.size >= limits.streams) {
      throw new AppError('server.unavailable', { message: 'Too many open event streams.', retryAfterS: 30 });
    }
    const { rooms, sinceSeq } = readRequest(input);
    const { joined, refused } = await sortRooms(input.actor, rooms, options.mayJoin);
    if (joined.length === 0) {
      throw new AppError('auth.forbidden', { message: 'None of these rooms is open to you.', details: { refused } });
    }
    const missed = await catchUp(options.liveLog, { rooms: joined, sinceSeq });
    if (response.destroyed) return missed.cancel();
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const ready: SubscribeReply = { joined, refused, seq: missed.seq, gap: missed.gap };
    response.write(`event: ready\ndata: ${JSON.stringify(ready)}\n\n`);
    const wanted = new Set(joined);
    const send = (message: LiveMessage) => {
      if (!wanted.has(message.room) || response.destroyed) return;
      response.write(`id: ${message.seq}\nevent: live\ndata: ${JSON.stringify(message)}\n\n`);
      if (response.writableLength <= limits.bufferedBytes) return;
      options.log.warn({ bufferedBytes: response.writableLength }, 'slow event stream reader cut off');
      response.destroy();
    };
    missed.finish(send);
    const stopFollowing = options.liveLog.subscribe(send);
    const heartbeat = setInterval(() => response.write(':\n\n'), limits.heartbeatMs);
    open.add(response);
    await new Promise<void>((resolve) => response.once('close', resolve));
    clearInterval(heartbeat);
    stopFollowing();
    open.delete(response);
  }

  return {
    route: {
      id: 'streamEvents',
      method: 'GET',
      path: '/api/events',
      tag: 'live',
      summary: 'Live messages of rooms as Server-Sent Events',
      permission: 'live.read',
      errors: ['request.invalid', 'auth.forbidden', 'server.unavailable'],
      produces: 'text/event-stream',
      handle,
    },
    async [Symbol.asyncDispose]() {
      for (const response of open) response.end();
    },
  };
}

const Since = z.coerce.number().int().min(0);

function readRequest(input: RawInput): z.infer<typeof SubscribeRequest> {
  const since = input.request.headers['last-event-id'] ?? input.query.since;
  const sinceSeq = since === undefined || since === '' ? undefined : Since.safeParse(since).data;
  if (since && sinceSeq === undefined) throw invalid('since', 'a whole number from 0');
  const parsed = SubscribeRequest.safeParse({
    rooms: (input.query.rooms ?? '').split(',').filter(Boolean),
    ...(sinceSeq !== undefined && { sinceSeq }),
  });
  if (!parsed.success) throw invalid('rooms', '1 to 50 of `public`, `user:<id>`, `track:<id>`, separated by commas');
  return parsed.data;
}

function invalid(field: string, rule: string): AppError {
  const message = `\`${field}\` must be ${rule}.`;
  return new AppError('request.invalid', { message, details: { issues: [{ field, rule, message }] } });
}
