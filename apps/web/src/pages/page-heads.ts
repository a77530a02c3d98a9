import type { TrackView } from '@longwave/contracts/catalog';
import type { PageHead } from '../routing.ts';
import { artist as artistText, home as homeText, track as trackText } from '../strings/en.ts';
import type { ArtistData, HomeData, TrackData } from './load-pages.ts';

export function homeHead({ instanceName }: HomeData): PageHead {
  return { description: homeText.description(instanceName), canonicalPath: '/' };
}

export function artistHead({ profile }: ArtistData): PageHead {
  const path = `/@${profile.handle}`;
  return {
    title: profile.displayName,
    description: profile.bio || artistText.description(profile.displayName, 'Longwave'),
    canonicalPath: path,
    type: 'profile',
    properties: { 'profile:username': profile.handle },
    jsonLd: (origin) => ({
      '@type': 'MusicGroup',
      name: profile.displayName,
      url: origin + path,
      ...(profile.bio === '' ? {} : { description: profile.bio }),
      ...(profile.links.length === 0 ? {} : { sameAs: profile.links.map((link) => link.url) }),
    }),
  };
}

export function trackHead({ track }: TrackData): PageHead {
  const { artist } = track;
  const description = track.description || trackText.description(track.title, artist.displayName);
  return {
    title: `${track.title} ${trackText.by} ${artist.displayName}`,
    description,
    canonicalPath: track.url,
    type: 'music.song',
    imagePath: `/media/og/${track.id}.png`,
    imageAlt: trackText.artworkOf(track.title),
    oEmbedPath: track.url,
    noIndex: track.visibility !== 'public' || !track.published,
    properties: {
      'music:duration': String(Math.round((track.durationMs ?? 0) / 1000)),
      'music:musician': `/@${artist.handle}`,
      ...(track.publishedAt === null ? {} : { 'music:release_date': track.publishedAt.slice(0, 10) }),
    },
    jsonLd: (origin) => recordingOf(track, description, origin),
  };
}

/** schema.org MusicRecording. */
function recordingOf(track: TrackView, description: string, origin: string): object {
  return {
    '@type': 'MusicRecording',
    '@id': origin + track.url,
    name: track.title,
    url: origin + track.url,
    description,
    duration: isoDuration(track.durationMs ?? 0),
    image: `${origin}/media/og/${track.id}.png`,
    byArtist: { '@type': 'MusicGroup', name: track.artist.displayName, url: `${origin}/@${track.artist.handle}` },
    ...(track.publishedAt === null ? {} : { datePublished: track.publishedAt }),
    ...(track.isrc === null ? {} : { isrcCode: track.isrc }),
    ...(track.language === null ? {} : { inLanguage: track.language }),
    ...(track.licence === null ? {} : { license: track.licence }),
    potentialAction: { '@type': 'ListenAction', target: origin + track.url },
  };
}

/** ISO 8601 duration, whole seconds. */
function isoDuration(durationMs: number): string {
  const total = Math.round(durationMs / 1000);
  return `PT${Math.floor(total / 60)}M${total % 60}S`;
}
