import { getPlayback } from './playback-cache.ts';
import { usePlayer } from './player-store.ts';
import type { PlayerTrack } from './queue.ts';

/** Addresses of pictures in a stored queue expire: asks for new ones and puts them into every place of that track. */
export async function refreshArtwork(track: PlayerTrack): Promise<void> {
  const playback = await getPlayback(track.id).catch(() => null);
  if (playback === null || playback.artwork.url200 === track.artwork.url200) return;
  const { url200, url1000, dominantColour } = playback.artwork;
  usePlayer.setState(({ queue }) => ({
    queue: {
      ...queue,
      entries: queue.entries.map((entry) =>
        entry.track.id === track.id
          ? { ...entry, track: { ...entry.track, artwork: { url200, url1000, colour: dominantColour } } }
          : entry,
      ),
    },
  }));
}
