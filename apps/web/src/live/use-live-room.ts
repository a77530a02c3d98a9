import type { LiveRoom } from '@longwave/contracts/live';
import { useEffect, useRef } from 'react';
import { live } from './live.ts';
import type { RoomListener } from './live-rooms.ts';

/** Follows a room while the component is on the page; `null` follows nothing. The newest listener is always the one called. */
export function useLiveRoom(room: LiveRoom | null, listener: RoomListener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    if (room === null) return undefined;
    return live.subscribe(room, {
      onMessage: (message) => latest.current.onMessage(message),
      onGap: () => latest.current.onGap?.(),
    });
  }, [room]);
}
