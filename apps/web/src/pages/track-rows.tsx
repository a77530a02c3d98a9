import { clsx } from 'clsx';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import type { TrackView } from '@longwave/contracts/catalog';
import { formatTime } from '../player/format-time.ts';
import { useTrackPlaying } from '../player/player-store.ts';
import { track as text } from '../strings/en.ts';
import { Artwork } from '../ui/artwork.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Time } from '../ui/time.tsx';
import { Badge, SampleBadge } from './track-badges.tsx';
import { playOrPause } from './track-play.ts';

const TrackMenu = lazy(() => import('./track-menu.tsx'));

/** Tracks as rows: cover with play button, title, artist, age, length, menu. */
export function TrackRows({ tracks, showArtist = true }: { tracks: readonly TrackView[]; showArtist?: boolean }) {
  return (
    <ul className="-mx-2 grid">
      {tracks.map((track) => (
        <TrackRow key={track.id} track={track} list={tracks} showArtist={showArtist} />
      ))}
    </ul>
  );
}

function TrackRow({ track, list, showArtist }: { track: TrackView; list: readonly TrackView[]; showArtist: boolean }) {
  const playing = useTrackPlaying(track.id);
  return (
    <li className="group relative flex items-center gap-3 rounded-control px-2 py-2 transition-colors hover:bg-hover focus-within:bg-hover sm:gap-4">
      <PlayCover track={track} list={list} sizePx={48} className="size-12 rounded-control" />
      <div className="grid min-w-0 flex-1 leading-snug">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            to={track.url}
            className={clsx('truncate font-medium hover:underline', playing !== 'no' && 'text-accent')}
          >
            {track.title}
          </Link>
          {track.explicit && <Badge title={text.explicit}>E</Badge>}
          {track.sample && <SampleBadge />}
        </span>
        {showArtist && (
          <Link
            to={`/@${track.artist.handle}`}
            className="w-fit max-w-full truncate text-sm text-muted hover:text-text hover:underline"
          >
            {track.artist.displayName}
          </Link>
        )}
      </div>
      {track.publishedAt !== null && <Time iso={track.publishedAt} className="text-sm text-muted max-md:hidden" />}
      <span className="w-12 text-right text-sm text-muted tabular">{formatTime((track.durationMs ?? 0) / 1000)}</span>
      <MoreButton track={track} />
    </li>
  );
}

/** The menu's code comes with the first wish for it; until then the button stands alone. */
export function MoreButton({ track }: { track: TrackView }) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <IconButton
      icon="more"
      label={text.moreActions(track.title)}
      onClick={() => setWanted(true)}
      aria-haspopup="menu"
    />
  );
  return wanted ? (
    <Suspense fallback={button}>
      <TrackMenu track={track} />
    </Suspense>
  ) : (
    button
  );
}

/** A cover that plays: its button shows on hover and on focus, and while the track plays it is a level meter. */
export function PlayCover(props: {
  track: TrackView;
  list: readonly TrackView[];
  sizePx: number;
  className: string;
  large?: boolean;
  eager?: boolean;
}) {
  const { track, list, sizePx, className, large = false, eager = false } = props;
  const playing = useTrackPlaying(track.id);
  const active = playing === 'playing';
  return (
    <button
      type="button"
      onClick={() => playOrPause(track, list)}
      aria-label={active ? text.pauseTrack(track.title) : text.playTrack(track.title, track.artist.displayName)}
      className={clsx('group/cover relative block shrink-0', className)}
    >
      <Artwork
        src={sizePx > 200 ? track.artwork.url1000 : track.artwork.url200}
        colour={track.artwork.dominantColour}
        alt=""
        sizePx={sizePx}
        eager={eager}
        className="w-full rounded-[inherit]"
      />
      <span
        className={clsx(
          'absolute inset-0 grid place-items-center rounded-[inherit] bg-[#0b0d10]/55 text-[#fff] transition-opacity',
          (playing === 'no' || large) &&
            'opacity-0 group-hover:opacity-100 group-focus-within:opacity-100 group-hover/cover:opacity-100 group-focus-visible/cover:opacity-100',
        )}
      >
        {active && !large ? <Level /> : <Icon name={active ? 'pause' : 'play'} size={large ? 48 : 24} />}
      </span>
      {active && large && (
        <span className="absolute bottom-2 left-2 rounded-control bg-[#0b0d10]/70 p-2 text-[#fff]">
          <Level />
        </span>
      )}
    </button>
  );
}

/** Three bars that move while a track of a list sounds. */
function Level() {
  return (
    <span aria-hidden="true" className="flex h-4 items-end gap-0.5">
      <span className="h-full w-1 animate-level rounded-full bg-current" />
      <span className="h-full w-1 animate-level rounded-full bg-current [animation-delay:-300ms]" />
      <span className="h-full w-1 animate-level rounded-full bg-current [animation-delay:-600ms]" />
    </span>
  );
}
