import { Link } from 'react-router';
import type { TrackView } from '@longwave/contracts/catalog';
import { SampleBadge } from './track-badges.tsx';
import { MoreButton, PlayCover } from './track-rows.tsx';

/** A few tracks as covers; the cover plays, the title opens. */
export function CoverGrid({ tracks, list }: { tracks: readonly TrackView[]; list: readonly TrackView[] }) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-6 sm:grid-cols-3 sm:gap-x-6 xl:grid-cols-6">
      {tracks.map((track) => (
        <li key={track.id} className="group min-w-0">
          <PlayCover track={track} list={list} sizePx={320} className="w-full rounded-surface" large />
          <div className="mt-2.5 flex items-start">
            <div className="grid min-w-0 flex-1 leading-snug">
              <Link to={track.url} className="truncate font-medium hover:underline">
                {track.title}
              </Link>
              <Link
                to={`/@${track.artist.handle}`}
                className="truncate text-sm text-muted hover:text-text hover:underline"
              >
                {track.artist.displayName}
              </Link>
              {track.sample && (
                <span className="mt-1 flex">
                  <SampleBadge />
                </span>
              )}
            </div>
            <MoreButton track={track} />
          </div>
        </li>
      ))}
    </ul>
  );
}
