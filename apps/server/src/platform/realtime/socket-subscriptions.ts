import { LiveRoom, SubscribeRequest } from '@longwave/contracts/live';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/actor.ts';
import type { Log } from '../log.ts';
import { catchUp } from './catch-up.ts';
import { sortRooms } from './sort-rooms.ts';
import type { LiveLog } from './realtime.ts';
import type { Ack, LiveSocket } from './socket-types.ts';

const UnsubscribeRequest = z.strictObject({ rooms: z.array(LiveRoom).min(1).max(50) });

interface Deps {
  readonly liveLog: LiveLog;
  readonly log: Log;
  readonly mayJoin: (actor: Actor, room: LiveRoom) => Promise<boolean>;
  readonly limits: { readonly roomsPerSocket: number };
}

/** Answers `subscribe` and `unsubscribe` of one connection, one request after another. Bad input is answered, never fatal. */
export function bindSubscriptions(socket: LiveSocket, deps: Deps): void {
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;

  function serve(ack: unknown, work: (reply: Ack) => Promise<void>): void {
    const reply: Ack = typeof ack === 'function' ? (ack as Ack) : () => undefined;
    if (waiting >= 20) {
      return reply({ error: { code: 'request.rate_limited', message: 'Wait for the answers of earlier requests.' } });
    }
    waiting += 1;
    queue = queue
      .then(() => work(reply))
      .catch((error: unknown) => reply(failureOf(error, deps.log)))
      .finally(() => {
        waiting -= 1;
      });
  }

  socket.on('subscribe', (request, ack) => serve(ack, (reply) => subscribe(socket, deps, { request, reply })));
  socket.on('unsubscribe', (request, ack) =>
    serve(ack, async (reply) => {
      const { rooms } = parse(UnsubscribeRequest, request);
      for (const room of rooms) await socket.leave(room);
      reply({ left: rooms });
    }),
  );
}

async function subscribe(socket: LiveSocket, deps: Deps, input: { request: unknown; reply: Ack }): Promise<void> {
  const { rooms, sinceSeq } = parse(SubscribeRequest, input.request);
  const total = new Set([...socket.rooms, ...rooms]).size - 1; // every socket is in the room of its own id
  if (total > deps.limits.roomsPerSocket) {
    throw new AppError('request.invalid', { message: `At most ${deps.limits.roomsPerSocket} rooms per connection.` });
  }
  const { joined, refused } = await sortRooms(socket.data.actor, rooms, deps.mayJoin);
  const missed = await catchUp(deps.liveLog, { rooms: joined, sinceSeq });
  if (socket.disconnected) return missed.cancel();
  input.reply({ joined, refused, seq: missed.seq, gap: missed.gap });
  missed.finish((message) => socket.emit('live', message));
  // Joining is synchronous with the in-memory adapter, so no message falls between.
  void socket.join(joined);
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('request.invalid', { message: z.prettifyError(parsed.error).slice(0, 500) });
}

function failureOf(error: unknown, log: Log) {
  if (error instanceof AppError) return { error: { code: error.code, message: error.message } };
  log.error({ err: error }, 'a live subscription failed');
  return { error: { code: 'server.internal' as const, message: 'Internal error.' } };
}
