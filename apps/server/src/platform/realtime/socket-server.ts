import type { IncomingHttpHeaders, IncomingMessage, Server as HttpServer } from 'node:http';
import type { LiveMessage, LiveRoom } from '@longwave/contracts/live';
import { Server } from 'socket.io';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/actor.ts';
import type { Log } from '../log.ts';
import { createConnectionGate } from './connection-gate.ts';
import type { LiveLog } from './realtime.ts';
import { bufferedBytes } from './socket-buffer.ts';
import { bindSubscriptions } from './socket-subscriptions.ts';
import type { LiveServer, LiveSocket } from './socket-types.ts';

export interface SocketServerOptions {
  readonly liveLog: LiveLog;
  readonly log: Log;
  /** Who opens the connection; a rejection refuses it. */
  readonly authenticate: (headers: IncomingHttpHeaders) => Promise<Actor>;
  readonly mayJoin: (actor: Actor, room: LiveRoom) => Promise<boolean>;
  /** Origins of web pages that may connect, besides the server's own. Programs send none. */
  readonly allowedOrigins: readonly string[];
  /** Address of the caller; default the TCP peer. Give one that knows the proxy in front. */
  readonly clientIp?: (request: IncomingMessage) => string;
  readonly limits?: Partial<SocketLimits>;
}

export interface SocketLimits {
  readonly connections: number;
  readonly connectionsPerIp: number;
  readonly roomsPerSocket: number;
  /** Bytes waiting for a slow reader, above which it is cut off (it resumes by number). */
  readonly bufferedBytes: number;
  /** How often the credentials of open connections are checked again. */
  readonly recheckMs: number;
}

const defaultLimits: SocketLimits = {
  connections: 20_000,
  connectionsPerIp: 100,
  roomsPerSocket: 50,
  bufferedBytes: 1024 * 1024,
  recheckMs: 5 * 60_000,
};

/**
 * Live messages over Socket.IO on `/socket.io`. Client → server: `subscribe` (SubscribeRequest, acknowledged with
 * SubscribeReply or `{error}`) and `unsubscribe`; server → client: `live` (LiveMessage). Attach after the HTTP
 * server has its request handler. Disposing disconnects everyone; the HTTP server stays the caller's.
 */
export function attachSocketServer(httpServer: HttpServer, options: SocketServerOptions): AsyncDisposable {
  const limits = { ...defaultLimits, ...options.limits };
  const { liveLog, log } = options;
  const gate = createConnectionGate({
    allowedOrigins: options.allowedOrigins,
    clientIp: options.clientIp ?? ((request) => request.socket.remoteAddress ?? 'unknown'),
    limits,
  });
  const io: LiveServer = new Server(httpServer, {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    maxHttpBufferSize: 16 * 1024,
    connectTimeout: 10_000,
    allowRequest: gate.allow,
  });
  io.engine.on('connection', gate.count);
  io.use(async (socket, next) => next(await admit(socket, options)));
  io.on('connection', (socket) => bindSubscriptions(socket, { ...options, limits }));

  const stopFollowing = liveLog.subscribe((message) => broadcast(io, message, { limits, log }));
  const recheck = setInterval(() => void recheckAll(io, options), limits.recheckMs);
  recheck.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(recheck);
      stopFollowing();
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

/** Sends to everyone in the room, encoded once, then cuts off members that do not read. */
function broadcast(io: LiveServer, message: LiveMessage, deps: { limits: SocketLimits; log: Log }): void {
  io.to(message.room).emit('live', message);
  for (const id of io.of('/').adapter.rooms.get(message.room) ?? []) {
    const socket = io.of('/').sockets.get(id);
    if (socket) cutOffWhenSlow(socket, deps.limits.bufferedBytes, deps.log);
  }
}

function cutOffWhenSlow(socket: LiveSocket, maxBytes: number, log: Log): void {
  const waiting = bufferedBytes(socket);
  if (waiting <= maxBytes) return;
  log.warn({ socketId: socket.id, bufferedBytes: waiting }, 'slow live reader cut off');
  socket.disconnect(true);
}

/** Ends connections whose session or token is no longer what they were opened with. */
async function recheckAll(io: LiveServer, options: SocketServerOptions): Promise<void> {
  for (const socket of io.of('/').sockets.values()) {
    if (socket.data.actor.kind === 'anonymous') continue;
    try {
      const actor = await options.authenticate(socket.handshake.headers);
      if (actor.kind !== 'user' || actor.userId !== socket.data.actor.userId) socket.disconnect(true);
      else socket.data.actor = actor;
    } catch (error) {
      if (error instanceof AppError && error.status < 500) socket.disconnect(true);
      else options.log.warn({ err: error }, 'credentials of a live connection could not be checked');
    }
  }
}

/** Learns who connects; answers the error that refuses the connection, if any. */
async function admit(socket: LiveSocket, options: SocketServerOptions): Promise<Error | undefined> {
  try {
    socket.data.actor = await options.authenticate(socket.handshake.headers);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) options.log.error({ err: error }, 'live connection could not be authenticated');
    const known = error instanceof AppError ? error : new AppError('server.internal', { message: 'Internal error.' });
    return Object.assign(new Error(known.message), { data: { code: known.code, message: known.message } });
  }
}
