import { useLoaderData } from 'react-router';
import { playTracks } from '../player/controls.ts';
import { toPlayerTrack } from '../player/to-player-track.ts';
import { artist as text } from '../strings/en.ts';
import { Button } from '../ui/button.tsx';
import { useCssVars } from '../ui/css-vars.ts';
import { Icon } from '../ui/icons.tsx';
import { EmptyState } from '../ui/states.tsx';
import type { ArtistData } from './load-pages.ts';
import { useMoreTracks } from './more-tracks.tsx';
import { TrackRows } from './track-rows.tsx';

/** An artist: banner in the light of the latest artwork, words, links, tracks as rows. */
export function ArtistPage() {
  const { profile, tracks: first } = useLoaderData<ArtistData>();
  const { tracks, button } = useMoreTracks(first, profile.handle);
  const playable = tracks.filter((track) => track.status === 'ready');
  return (
    <>
      <Banner data={{ profile, tracks: first }}>
        {playable.length > 0 && (
          <Button variant="primary" icon="play" onClick={() => playTracks(playable.map(toPlayerTrack))}>
            {text.playAll}
          </Button>
        )}
      </Banner>
      <div className="mt-8 grid gap-10 lg:grid-cols-[minmax(0,1fr)_280px]">
        <section aria-labelledby="tracks">
          <h2 id="tracks" className="mb-3 text-xl font-semibold">
            {text.tracks}
          </h2>
          {tracks.length === 0 ? (
            <EmptyState title={text.emptyTitle}>{text.emptyText(profile.displayName)}</EmptyState>
          ) : (
            <TrackRows tracks={tracks} showArtist={false} />
          )}
          {button}
        </section>
        <About profile={profile} />
      </div>
    </>
  );
}

function Banner({ data: { profile, tracks }, children }: { data: ArtistData; children: React.ReactNode }) {
  const colour = tracks.data[0]?.artwork.dominantColour ?? 'transparent';
  const light = useCssVars<HTMLElement>({ '--lw-art': colour });
  return (
    <header
      ref={light}
      className="lw-artlight flex min-h-56 flex-col justify-end gap-6 rounded-surface border border-line bg-raised p-5 sm:min-h-72 sm:flex-row sm:items-end sm:p-8"
    >
      <span
        aria-hidden="true"
        className="grid size-24 shrink-0 place-items-center rounded-full bg-[color-mix(in_oklab,var(--lw-art)_55%,var(--lw-sunken))] font-display text-2xl font-semibold text-text"
      >
        {initialsOf(profile.displayName)}
      </span>
      <div className="min-w-0 flex-1">
        <h1 className="text-2xl font-semibold sm:text-3xl">{profile.displayName}</h1>
        <p className="text-muted">@{profile.handle}</p>
      </div>
      <div>{children}</div>
    </header>
  );
}

function About({ profile }: { profile: ArtistData['profile'] }) {
  if (profile.bio === '' && profile.links.length === 0) return null;
  return (
    <aside className="grid content-start gap-4">
      {profile.bio !== '' && <p className="whitespace-pre-line">{profile.bio}</p>}
      {profile.links.length > 0 && (
        <ul aria-label={text.links} className="grid gap-1">
          {profile.links.map((link) => (
            <li key={link.url}>
              <a
                href={link.url}
                rel="me noopener ugc"
                className="inline-flex min-h-8 items-center gap-2 text-accent underline-offset-4 hover:underline"
              >
                <Icon name="external" size={16} />
                {link.label}
              </a>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

/** Up to two first letters of a name's words. */
function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}
