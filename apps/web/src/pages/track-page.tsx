import { useEffect } from 'react';
import { Link, useLoaderData, useSearchParams } from 'react-router';
import type { TrackView } from '@longwave/contracts/catalog';
import { useSession } from '../api/browser.ts';
import { formatTime, parseTime } from '../player/format-time.ts';
import { currentTrack, type PlayerTrack } from '../player/queue.ts';
import { usePlayer } from '../player/player-store.ts';
import { replaceQueuePaused } from '../player/controls.ts';
import { toPlayerTrack } from '../player/to-player-track.ts';
import { track as text } from '../strings/en.ts';
import { Artwork } from '../ui/artwork.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { useCssVars } from '../ui/css-vars.ts';
import { EmptyState } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { copyEmbed, copyLink } from './copy-text.ts';
import type { TrackData } from './load-pages.ts';
import { PlayTrackButton } from './play-track-button.tsx';
import { Badge, SampleBadge } from './track-badges.tsx';
import { TrackDetails } from './track-details.tsx';
import { MoreButton, TrackRows } from './track-rows.tsx';
import { TrackWaveform } from './track-waveform.tsx';

/** A track: artwork, title, actions, its waveform over the whole width, then words, details and more of the artist. */
export function TrackPage() {
  const { track, related } = useLoaderData<TrackData>();
  const list = [track, ...related];
  const light = useCssVars<HTMLElement>({ '--lw-art': track.artwork.dominantColour });
  useLinkedPosition(toPlayerTrack(track));
  return (
    <article ref={light} className="lw-pagelight grid gap-8">
      <div>
        <Heading track={track} list={list} />
        <div className="mt-6 sm:mt-10">
          {track.status === 'ready' ? (
            <TrackWaveform track={track} list={list} />
          ) : (
            <EmptyState icon="clock" title={text.notReadyTitle}>
              {track.failure?.message ?? text.notReady}
            </EmptyState>
          )}
        </div>
      </div>
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_280px]">
        <div className="grid content-start gap-10">
          {track.description !== '' && (
            <section aria-labelledby="about" className="grid max-w-prose gap-2">
              <h2 id="about" className="text-lg font-semibold">
                {text.about}
              </h2>
              <p className="whitespace-pre-line">{track.description}</p>
            </section>
          )}
          {related.length > 0 && (
            <section aria-labelledby="related" className="grid gap-2">
              <h2 id="related" className="text-lg font-semibold">
                {text.more(track.artist.displayName)}
              </h2>
              <TrackRows tracks={related} showArtist={false} />
            </section>
          )}
        </div>
        <TrackDetails track={track} />
      </div>
    </article>
  );
}

function Heading({ track, list }: { track: TrackView; list: readonly TrackView[] }) {
  const mine = useSession((session) => session.user?.id === track.artist.id);
  return (
    <header className="grid grid-cols-[112px_minmax(0,1fr)] items-center gap-x-4 gap-y-5 sm:grid-cols-[200px_minmax(0,1fr)] sm:items-end sm:gap-x-8 lg:grid-cols-[280px_minmax(0,1fr)]">
      <Artwork
        src={track.artwork.url1000}
        colour={track.artwork.dominantColour}
        alt={text.artworkOf(track.title)}
        sizePx={280}
        eager
        className="w-full rounded-surface shadow-raised sm:row-span-2"
      />
      <div className="min-w-0">
        <p className="mb-2 flex flex-wrap items-center gap-2 text-sm text-muted">
          {track.publishedAt !== null && <Time iso={track.publishedAt} />}
          {track.durationMs !== null && <span className="tabular">{formatTime(track.durationMs / 1000)}</span>}
          {track.explicit && <Badge>{text.explicit}</Badge>}
          {track.sample && <SampleBadge />}
          {track.visibility === 'unlisted' && <Badge>{text.unlisted}</Badge>}
          {track.visibility === 'private' && <Badge>{text.private}</Badge>}
        </p>
        <h1 className="text-xl font-semibold sm:text-2xl lg:text-3xl">{track.title}</h1>
        <Link
          to={`/@${track.artist.handle}`}
          className="mt-1 inline-block text-muted sm:text-lg underline-offset-4 hover:text-text hover:underline"
        >
          {track.artist.displayName}
        </Link>
      </div>
      <div className="col-span-2 sm:col-span-1 sm:col-start-2">
        <div className="flex flex-wrap items-center gap-2">
          {track.status === 'ready' && (
            <span className="mr-3">
              <PlayTrackButton track={track} list={list} />
            </span>
          )}
          <Button icon="link" onClick={() => void copyLink(track.url)}>
            {text.copyLink}
          </Button>
          <Button icon="code" onClick={() => void copyEmbed(track.id, track.title)}>
            {text.copyEmbed}
          </Button>
          {(mine || track.canEdit) && (
            <ButtonLink icon="edit" to={`/studio/tracks/${track.id}`}>
              {text.edit}
            </ButtonLink>
          )}
          <MoreButton track={track} />
        </div>
      </div>
    </header>
  );
}

/** A link with `?t=` puts the track, paused, at that time into an idle player. */
function useLinkedPosition(track: PlayerTrack): void {
  const [search] = useSearchParams();
  const positionS = parseTime(search.get('t'));
  useEffect(() => {
    const { queue, status } = usePlayer.getState();
    if (positionS === null || status === 'playing' || status === 'loading') return;
    if (currentTrack(queue)?.id !== track.id) replaceQueuePaused(track, positionS);
    // Only a new link counts: the object is made anew with every rendering.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [track.id, positionS]);
}
