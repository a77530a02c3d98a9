import { Link } from 'react-router';
import type { TrackView } from '@longwave/contracts/catalog';
import { home as text } from '../strings/en.ts';
import { useCssVars } from '../ui/css-vars.ts';
import { Time } from '../ui/time.tsx';
import { SampleBadge } from './track-badges.tsx';
import { PlayTrackButton } from './play-track-button.tsx';
import { PlayCover } from './track-rows.tsx';
import { TrackWaveform } from './track-waveform.tsx';

/** The newest track, as large as it deserves: cover, title, play, and the line that carries its sound. */
export function FeaturedTrack({ track, list }: { track: TrackView; list: readonly TrackView[] }) {
  const light = useCssVars<HTMLElement>({ '--lw-art': track.artwork.dominantColour });
  return (
    <section
      ref={light}
      aria-labelledby="latest"
      className="lw-artlight overflow-hidden rounded-surface border border-line bg-raised p-5 sm:p-8"
    >
      <div className="grid grid-cols-[96px_minmax(0,1fr)] gap-4 sm:grid-cols-[200px_minmax(0,1fr)] sm:gap-8 lg:grid-cols-[240px_minmax(0,1fr)]">
        <PlayCover
          track={track}
          list={list}
          sizePx={240}
          className="w-full self-start rounded-surface shadow-raised sm:row-span-2"
          large
          eager
        />
        <div className="flex min-w-0 flex-col justify-center gap-1 sm:justify-end">
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
            {text.latest}
            {track.publishedAt !== null && <Time iso={track.publishedAt} />}
            {track.sample && <SampleBadge />}
          </p>
          <h1 id="latest" className="text-xl font-semibold sm:text-2xl lg:text-3xl">
            <Link to={track.url} className="hover:underline">
              {track.title}
            </Link>
          </h1>
          <Link to={`/@${track.artist.handle}`} className="w-fit text-muted hover:text-text hover:underline">
            {track.artist.displayName}
          </Link>
        </div>
        <div className="col-span-2 flex items-center gap-4 sm:col-span-1 sm:col-start-2 sm:gap-5">
          <PlayTrackButton track={track} list={list} />
          <div className="min-w-0 flex-1">
            <TrackWaveform track={track} list={list} />
          </div>
        </div>
      </div>
    </section>
  );
}
