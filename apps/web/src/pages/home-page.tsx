import { useLoaderData } from 'react-router';
import type { TrackView } from '@longwave/contracts/catalog';
import { useInstance } from '../routing.ts';
import { home as text } from '../strings/en.ts';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { CoverGrid } from './cover-grid.tsx';
import { EmptyInstance } from './empty-instance.tsx';
import { FeaturedTrack } from './featured-track.tsx';
import type { HomeData } from './load-pages.ts';
import { useMoreTracks } from './more-tracks.tsx';
import { TrackRows } from './track-rows.tsx';

/** Up to this many tracks are covers; more are rows. */
const coversMax = 6;

/** New music: the latest track with its waveform, then covers, then rows. */
export function HomePage() {
  const { tracks: first } = useLoaderData<HomeData>();
  const instance = useInstance();
  const { tracks, button } = useMoreTracks(first);
  const [latest, ...rest] = tracks;
  if (instance?.setUp === false) return <SetUpInvitation />;
  if (latest === undefined) return <EmptyInstance />;
  return (
    <div className="grid gap-12">
      <FeaturedTrack track={latest} list={tracks} />
      {rest.length > 0 && <NewMusic list={tracks} rest={rest} />}
      {button}
    </div>
  );
}

function NewMusic({ list, rest }: { list: readonly TrackView[]; rest: readonly TrackView[] }) {
  const covers = rest.slice(0, coversMax);
  const rows = rest.slice(coversMax);
  return (
    <section aria-labelledby="new-music" className="grid gap-6">
      <h2 id="new-music" className="text-xl font-semibold">
        {text.heading}
      </h2>
      <CoverGrid tracks={covers} list={list} />
      {rows.length > 0 && <TrackRows tracks={rows} />}
    </section>
  );
}

function SetUpInvitation() {
  return (
    <EmptyState
      level={1}
      icon="settings"
      title={text.setUpTitle}
      action={
        <ButtonLink to="/setup" variant="primary">
          {text.setUpAction}
        </ButtonLink>
      }
    >
      {text.setUpText}
    </EmptyState>
  );
}
