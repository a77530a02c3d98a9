import type { LiveRoom } from '@longwave/contracts/live';
import type { Actor } from '../http/actor.ts';

/** Splits the wanted rooms (each once) into those this actor may join and the rest. */
export async function sortRooms(
  actor: Actor,
  wanted: readonly LiveRoom[],
  mayJoin: (actor: Actor, room: LiveRoom) => Promise<boolean>,
): Promise<{ joined: LiveRoom[]; refused: LiveRoom[] }> {
  const rooms = [...new Set(wanted)];
  const allowed = await Promise.all(rooms.map((room) => mayJoin(actor, room)));
  return {
    joined: rooms.filter((_, index) => allowed[index]),
    refused: rooms.filter((_, index) => !allowed[index]),
  };
}
