import type { LiveMessage, LiveRoom, SubscribeReply } from '@longwave/contracts/live';
import { createLiveRooms, type RoomListener } from './live-rooms.ts';

export type LiveStatus = 'idle' | 'connecting' | 'connected' | 'disconnected';

/** The part of a Socket.IO socket this client needs; a test hands in one of its own. */
export interface LiveSocket {
  readonly connected: boolean;
  on(event: 'connect' | 'disconnect', listener: () => void): unknown;
  on(event: 'live', listener: (message: LiveMessage) => void): unknown;
  emit(
    event: 'subscribe' | 'unsubscribe',
    request: { rooms: LiveRoom[]; sinceSeq?: number },
    reply?: (reply: SubscribeReply | { error: unknown }) => void,
  ): unknown;
  connect(): unknown;
  disconnect(): unknown;
}

export interface LiveClient {
  /** Joins the room on first use and calls back for each message; returns a function that stops. */
  subscribe(room: LiveRoom, listener: RoomListener): () => void;
  status(): LiveStatus;
  /** Calls back when the status changes; returns a function that stops. */
  onStatus(listener: (status: LiveStatus) => void): () => void;
  /** Connects anew with the credentials of now; call when somebody signed in or out. */
  renew(): void;
  close(): void;
}

/**
 * Rooms over one lazily opened socket. After a reconnect it asks for everything since the oldest number it holds and
 * drops what a room has seen already, so a listener hears each message once; where the server no longer keeps them
 * (`gap`) the listener is told to reload.
 */
export function createLiveClient(deps: { open: () => Promise<LiveSocket> }): LiveClient {
  const rooms = createLiveRooms();
  const statusListeners = new Set<(status: LiveStatus) => void>();
  let opening: Promise<void> | null = null;
  let socket: LiveSocket | null = null;
  let status: LiveStatus = 'idle';

  function setStatus(next: LiveStatus) {
    if (next === status) return;
    status = next;
    for (const listener of statusListeners) listener(next);
  }

  function join(names?: LiveRoom[]) {
    if (!socket?.connected) return;
    for (const request of rooms.requests(names)) {
      // A refused request joins nothing; the pages' own asking stands in until the next connection.
      socket.emit('subscribe', request, (reply) => 'error' in reply || rooms.settle(request.rooms, reply));
    }
  }

  function rejoin() {
    setStatus('connected');
    join();
  }

  async function open() {
    setStatus('connecting');
    const opened = await deps.open();
    if (opening === null) return void opened.disconnect();
    socket = opened;
    opened.on('connect', rejoin);
    opened.on('disconnect', () => setStatus('disconnected'));
    opened.on('live', rooms.deliver);
    if (opened.connected) rejoin();
  }

  function openOnce() {
    opening ??= open().catch(() => {
      // The chunk did not load: pages keep working by asking, and the next subscription tries again.
      opening = null;
      setStatus('disconnected');
    });
  }

  return {
    subscribe(name, listener) {
      const { isNew } = rooms.listen(name, listener);
      if (isNew) join([name]);
      openOnce();
      return () => {
        if (rooms.leave(name, listener) && socket?.connected) socket.emit('unsubscribe', { rooms: [name] });
      };
    },
    status: () => status,
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    renew() {
      socket?.disconnect();
      socket?.connect();
    },
    close() {
      opening = null;
      rooms.clear();
      socket?.disconnect();
      socket = null;
      setStatus('idle');
    },
  };
}
