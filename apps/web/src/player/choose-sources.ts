import type { PlaybackView } from '@longwave/contracts/delivery';

/** What this browser can do with sound. */
export interface Abilities {
  /** Media Source Extensions decode this MIME type. */
  readonly mse: (mime: string) => boolean;
  /** The audio element itself plays HLS playlists. */
  readonly nativeHls: boolean;
}
export interface Source {
  readonly kind: 'mse' | 'native' | 'file';
  readonly codec: string;
  readonly url: string;
}

/**
 * Ways to play a track, best first; the player goes down the list when one cannot be decoded.
 * Native HLS is for browsers without Media Source (iPhones); it gets AAC, which every such browser decodes.
 */
export function chooseSources(playback: Pick<PlaybackView, 'hls' | 'mp3'>, abilities: Abilities): readonly Source[] {
  const aac = playback.hls.filter(({ codec }) => codec.startsWith('mp4a'));
  const streams: Source[] = abilities.nativeHls
    ? aac.map(({ codec, url }) => ({ kind: 'native', codec, url }))
    : playback.hls
        .filter(({ codec }) => abilities.mse(`audio/mp4; codecs="${codec}"`))
        .toSorted((a, b) => Number(b.codec === 'opus') - Number(a.codec === 'opus'))
        .map(({ codec, url }) => ({ kind: 'mse', codec, url }));
  return [...streams, { kind: 'file', codec: 'mp3', url: playback.mp3.url }];
}

/** Asks the browser. Chromium on Android claims HLS but only plays it partly, so Media Source wins wherever it exists. */
export function browserAbilities(): Abilities {
  const mse = typeof MediaSource !== 'undefined';
  return {
    mse: (mime) => mse && MediaSource.isTypeSupported(mime),
    nativeHls: !mse && document.createElement('audio').canPlayType('application/vnd.apple.mpegurl') !== '',
  };
}
