import { hlsCodecs, type PlaybackView } from '@longwave/contracts/delivery';
import { AppError } from '../../platform/errors.ts';
import type { PlayableTrack } from '../catalog/index.ts';
import type { VersionMedia } from '../media/index.ts';

/** What a player is told: HLS families in the order it should prefer them, the MP3 fallback, peaks and cover. */
export function presentPlayback(
  { track, media, durationMs }: { track: PlayableTrack; media: VersionMedia; durationMs: number },
  { sign, expiresAt }: { sign: (key: string) => string; expiresAt: Date },
): PlaybackView {
  const mp3 = media.renditions.find((rendition) => rendition.format === 'mp3_320');
  if (!mp3) throw new AppError('media.not_ready', { message: 'This track has no MP3 rendition yet.' });
  return {
    trackId: track.trackId,
    durationMs,
    loudnessLufs: track.loudnessLufs,
    truePeakDbtp: track.truePeakDbtp,
    hls: hlsCodecs.flatMap((codec) =>
      media.renditions
        .filter((rendition) => rendition.codec === codec)
        .map(({ entryKey, bandwidth }) => ({ codec, url: sign(entryKey), bandwidth })),
    ),
    mp3: { url: sign(mp3.entryKey) },
    peaks: {
      dat: sign(media.waveform.datKey),
      json: sign(media.waveform.jsonKey),
      png: sign(media.waveform.pngKey),
    },
    artwork: track.artwork,
    expiresAt: expiresAt.toISOString(),
  };
}
