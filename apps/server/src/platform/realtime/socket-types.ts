import type { ErrorCode } from '@longwave/contracts/errors';
import type { LiveMessage, SubscribeReply } from '@longwave/contracts/live';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { Actor } from '../http/actor.ts';

export interface SocketFailure {
  readonly error: { readonly code: ErrorCode; readonly message: string };
}
/** Acknowledgement given by the client's library; what the client passes is untrusted, so it may be missing. */
export type Ack = (reply: SubscribeReply | { left: string[] } | SocketFailure) => void;

interface ClientEvents {
  subscribe: (request: unknown, ack: unknown) => void;
  unsubscribe: (request: unknown, ack: unknown) => void;
}
interface ServerEvents {
  live: (message: LiveMessage) => void;
}
interface SocketData {
  actor: Actor;
}
export type LiveServer = Server<ClientEvents, ServerEvents, DefaultEventsMap, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap, SocketData>;
