import type { TrackView, VersionView } from '@longwave/contracts/catalog';
import type { ProcessingStage } from '@longwave/contracts/live';
import type { ArtworkView } from '@longwave/contracts/media';
import type { Actor } from '../../platform/http/actor.ts';
import type { MediaUrls } from '../../platform/http/media-urls.ts';
import { coverColours, titleHash } from '../../platform/pictures/cover-colours.ts';
import type { Person } from '../identity/index.ts';
import type { Artwork, Processing } from '../media/index.ts';
import { audienceOf, isOut, owns } from './policy.ts';
import type { TrackRow } from './track-rows.ts';

export interface PresentTrackInput {
  readonly row: TrackRow;
  readonly artist: Person;
  readonly processing: Processing | null;
  readonly artwork: Artwork | null;
  readonly actor: Actor;
  readonly now: Date;
  readonly mediaUrls: MediaUrls;
}

const stageOfStatus = {
  pending: 'queued',
  processing: 'transcoding',
  ready: 'ready',
  failed: 'failed',
} as const satisfies Record<TrackRow['version']['status'], ProcessingStage>;

/** Loudness is stored as float4; two decimals are what R128 meters give (EBU Tech 3341 asks for one). */
function hundredths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}

function presentVersion(row: TrackRow, processing: Processing | null): VersionView {
  const { version } = row;
  return {
    id: row.primaryVersionId,
    label: version.versionLabel,
    status: version.status,
    stage: processing?.stage ?? stageOfStatus[version.status],
    percent: version.status === 'ready' ? 100 : (processing?.percent ?? 0),
    failure: version.failure,
    durationMs: version.durationMs,
    loudnessLufs: hundredths(version.loudnessLufs),
    truePeakDbtp: hundredths(version.truePeakDbtp),
    loudnessRangeLu: hundredths(version.loudnessRangeLu),
    sampleRateHz: version.sampleRate,
    bitDepth: version.bitDepth,
    channels: version.channels,
  };
}

/** Pictures of a track: its own cover, else the one the server draws from title and waveform. */
export function presentArtwork(
  track: { id: string; title: string },
  artwork: Artwork | null,
  sign: (key: string) => string,
): ArtworkView {
  if (artwork) {
    return {
      assetId: artwork.assetId,
      generated: false,
      url200: sign(`${artwork.prefixKey}/200.jpg`),
      url1000: sign(`${artwork.prefixKey}/1000.jpg`),
      dominantColour: artwork.dominantColour,
      blurhash: artwork.blurhash,
    };
  }
  const hash = titleHash(track.title);
  return {
    assetId: null,
    generated: true,
    url200: sign(`generated-artwork/${track.id}/${hash}/200.jpg`),
    url1000: sign(`generated-artwork/${track.id}/${hash}/1000.jpg`),
    dominantColour: coverColours(track.title).from,
    blurhash: null,
  };
}

/** Row → contract. The failure and processing state are shown to the owner alone; to others an unready track does not exist. */
export function presentTrack(input: PresentTrackInput): TrackView {
  const { row, artist, now } = input;
  const version = presentVersion(row, input.processing);
  const audience = audienceOf(row, now);
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    description: row.descriptionMd,
    artist: { id: artist.id, handle: artist.handle, displayName: artist.displayName },
    visibility: row.visibility,
    published: isOut(row, now),
    releaseAt: row.releaseAt?.toISOString() ?? null,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    explicit: row.explicit,
    language: row.language,
    licence: row.licence,
    isrc: row.isrc,
    sample: row.sample,
    version,
    status: version.status,
    failure: version.failure,
    durationMs: version.durationMs,
    loudnessLufs: version.loudnessLufs,
    truePeakDbtp: version.truePeakDbtp,
    artwork: presentArtwork(row, input.artwork, (key) => input.mediaUrls.url(key, audience)),
    url: `/@${artist.handle}/${row.slug}`,
    canEdit: owns(input.actor, row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
