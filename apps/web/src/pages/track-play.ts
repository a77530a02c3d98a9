import type { TrackView } from '@longwave/contracts/catalog';
import { playTracks, toggle } from '../player/controls.ts';
import { currentTrack } from '../player/queue.ts';
import { usePlayer } from '../player/player-store.ts';
import { toPlayerTrack } from '../player/to-player-track.ts';

/** Plays or pauses a track; when it is not the current one, the list it stands in becomes the queue. */
export function playOrPause(track: TrackView, list: readonly TrackView[]): void {
  if (currentTrack(usePlayer.getState().queue)?.id === track.id) return toggle();
  const playable = list.filter((other) => other.status === 'ready');
  playTracks(
    playable.map(toPlayerTrack),
    playable.findIndex((other) => other.id === track.id),
  );
}
