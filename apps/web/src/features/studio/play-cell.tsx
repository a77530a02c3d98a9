import type { TrackView } from '@longwave/contracts/catalog';
import { playOrPause } from '../../pages/track-play.ts';
import { useTrackPlaying } from '../../player/player-store.ts';
import { track as trackWords } from '../../strings/en.ts';
import { tracks as words } from '../../strings/en-studio.ts';
import { Artwork } from '../../ui/artwork.tsx';
import { Icon } from '../../ui/icons.tsx';

interface PlayCellProps {
  readonly track: TrackView;
  readonly tracks: readonly TrackView[];
}

/** The artwork, which plays the track once there is something to play; the list becomes the queue. */
export function PlayCell({ track, tracks }: PlayCellProps) {
  const playing = useTrackPlaying(track.id);
  const image = (
    <Artwork
      src={track.artwork.url200}
      colour={track.artwork.dominantColour}
      alt=""
      sizePx={44}
      className="size-11 rounded-control"
    />
  );
  if (track.version.stage !== 'ready') return <span className="opacity-50">{image}</span>;
  return (
    <button
      type="button"
      onClick={() => playOrPause(track, tracks)}
      aria-label={playing === 'playing' ? trackWords.pauseTrack(track.title) : words.play(track.title)}
      className="group/play relative block rounded-control"
    >
      {image}
      <span
        className={`absolute inset-0 grid place-items-center rounded-control bg-scrim text-accent transition-opacity ${
          playing === 'no' ? 'opacity-0 group-hover/play:opacity-100 group-focus-visible/play:opacity-100' : ''
        }`}
      >
        <Icon name={playing === 'playing' ? 'pause' : 'play'} className="rounded-full bg-raised p-1.5" size={32} />
      </span>
    </button>
  );
}
