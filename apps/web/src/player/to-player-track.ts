import type { TrackView } from '@longwave/contracts/catalog';
import type { PlayerTrack } from './queue.ts';

/** The player's copy of a track. */
export function toPlayerTrack(track: TrackView): PlayerTrack {
  return {
    id: track.id,
    title: track.title,
    artistName: track.artist.displayName,
    artistHandle: track.artist.handle,
    path: track.url,
    durationMs: track.durationMs ?? 0,
    artwork: { url200: track.artwork.url200, url1000: track.artwork.url1000, colour: track.artwork.dominantColour },
  };
}
