import type { TrackView } from '@longwave/contracts/catalog';
import { useTrackPlaying } from '../player/player-store.ts';
import { track as text } from '../strings/en.ts';
import { Icon } from '../ui/icons.tsx';
import { playOrPause } from './track-play.ts';

/** The large round play button of a track. */
export function PlayTrackButton({ track, list }: { track: TrackView; list: readonly TrackView[] }) {
  const active = useTrackPlaying(track.id) === 'playing';
  const label = active ? text.pauseTrack(track.title) : text.playTrack(track.title, track.artist.displayName);
  return (
    <button
      type="button"
      onClick={() => playOrPause(track, list)}
      aria-label={label}
      title={active ? text.pause : text.play}
      className="grid size-16 shrink-0 place-items-center rounded-full bg-accent text-on-accent shadow-[0_6px_28px_var(--lw-glow)] transition-transform hover:scale-105 active:scale-95"
    >
      <Icon name={active ? 'pause' : 'play'} size={30} />
    </button>
  );
}
