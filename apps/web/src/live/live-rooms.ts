import type { LiveMessage, LiveName, LivePayload, LiveRoom, SubscribeReply } from '@longwave/contracts/live';

/** One message with its payload typed by its name. */
export type TypedLiveMessage = {
  [N in LiveName]: { readonly seq: number; readonly room: LiveRoom; readonly name: N; readonly data: LivePayload<N> };
}[LiveName];

export interface RoomListener {
  readonly onMessage: (message: TypedLiveMessage) => void;
  /** Messages were missed for good: whatever was built from this room must be read again. */
  readonly onGap?: () => void;
}

interface Room {
  /** Highest number seen; null until the server has answered the first subscription. */
  seq: number | null;
  readonly listeners: Set<RoomListener>;
}

/** Who listens where, and up to which number each room has been heard. */
export function createLiveRooms() {
  const rooms = new Map<LiveRoom, Room>();
  const seqOf = (name: LiveRoom) => rooms.get(name)?.seq ?? null;

  return {
    /** Adds a listener; `isNew` when the room has to be joined. */
    listen(name: LiveRoom, listener: RoomListener): { isNew: boolean } {
      const room = rooms.get(name);
      if (room) room.listeners.add(listener);
      else rooms.set(name, { seq: null, listeners: new Set([listener]) });
      return { isNew: !room };
    },
    /** Takes a listener away; true when the room is empty now and forgotten. */
    leave(name: LiveRoom, listener: RoomListener): boolean {
      const room = rooms.get(name);
      if (!room?.listeners.delete(listener) || room.listeners.size > 0) return false;
      return rooms.delete(name);
    },
    /** Hands a message to its room's listeners, unless the room has heard it already. */
    deliver(message: LiveMessage): void {
      const room = rooms.get(message.room);
      if (!room || (room.seq !== null && message.seq <= room.seq)) return;
      room.seq = message.seq;
      // The server validates what it publishes with the same contract, so the pair of name and data is trusted here.
      for (const listener of room.listeners) listener.onMessage(message as TypedLiveMessage);
    },
    /** Takes the server's answer to a subscription: the first number of new rooms, and the gap where there is one. */
    settle(asked: readonly LiveRoom[], reply: SubscribeReply): void {
      for (const name of asked) {
        const room = rooms.get(name);
        if (!room || reply.refused.includes(name)) continue;
        if (room.seq === null || reply.gap) room.seq = Math.max(room.seq ?? 0, reply.seq);
        if (reply.gap) for (const listener of room.listeners) listener.onGap?.();
      }
    },
    /** What to ask the server for: rooms heard before go on from the oldest of their numbers. */
    requests(names: readonly LiveRoom[] = [...rooms.keys()]): { rooms: LiveRoom[]; sinceSeq?: number }[] {
      const fresh = names.filter((name) => seqOf(name) === null);
      const heard = names.filter((name) => seqOf(name) !== null);
      const sinceSeq = Math.min(...heard.map((name) => seqOf(name) ?? 0));
      return [
        ...(fresh.length > 0 ? [{ rooms: fresh }] : []),
        ...(heard.length > 0 ? [{ rooms: heard, sinceSeq }] : []),
      ];
    },
    clear(): void {
      rooms.clear();
    },
  };
}
