import { audioLimits } from './audio-limits.ts';
import { monoOfStereo, stereoPan } from './downmix.ts';
import type { ProbedAudio } from './judge-probe.ts';
import { inputGuards } from './probe-original.ts';

export interface TranscodeSettings {
  readonly aacCoder: 'twoloop' | 'fast';
}

/** Folders below the workspace that ffmpeg writes into; they must exist. */
export const renditionFolders = ['opus', 'aac', 'mp3'] as const;

/** 44.1 kHz and its multiples and fractions stay in their family, everything else becomes 48 kHz. */
export function deliveryRateHz(sampleRateHz: number): 44_100 | 48_000 {
  return sampleRateHz % 11_025 === 0 ? 44_100 : 48_000;
}

/**
 * One ffmpeg that decodes the original once into: HLS Opus, HLS AAC, MP3, loudness (in its log), and 16-bit mono PCM at the
 * source's rate on pipe 3. The working directory is the workspace. Pure.
 *
 * - `asetpts` counts samples from 0: gaps and offsets of the container cannot shift the outputs apart.
 * - `avoid_negative_ts disabled` lets the muxer write the encoder's priming (Opus 312, AAC 1024 samples) as an edit list, so
 *   that players start at the first real sample.
 * - One and two channels are measured as they are; more, after the downmix, because that is what will be heard.
 */
export function transcodeArgs(input: { path: string; audio: ProbedAudio; settings: TranscodeSettings }): string[] {
  const { audio } = input;
  return [
    ...['-nostdin', '-hide_banner', '-v', 'info', '-nostats', '-stats_period', '0.5', '-progress', 'pipe:1', '-y'],
    ...['-max_error_rate', '0.05', ...inputGuards(audio.demuxer), '-vn', '-sn', '-dn'],
    // One second past the limit shows that the limit is passed.
    ...['-t', String(audioLimits.durationMaxMs / 1000 + 1), '-i', `file:${input.path}`],
    ...['-filter_complex', filterGraph(audio), '-map_metadata', '-1', '-map_chapters', '-1'],
    ...['-map', '[opus]', '-c:a', 'libopus', '-b:a', '160k', '-vbr', 'constrained', ...clean, ...hls('opus')],
    ...['-map', '[aac]', '-c:a', 'aac', '-b:a', '256k', '-aac_coder', input.settings.aacCoder, ...clean, ...hls('aac')],
    ...[
      '-map',
      '[mp3]',
      '-c:a',
      'libmp3lame',
      '-b:a',
      '320k',
      ...clean,
      '-write_xing',
      '1',
      '-f',
      'mp3',
      'mp3/track.mp3',
    ],
    // Not flushed with each packet: the pipe then delivers pieces of 32 KiB and not of 8.
    ...['-map', '[peaks]', '-flush_packets', '0', '-f', 's16le', 'pipe:3', '-map', '[loudness]', '-f', 'null', '-'],
  ];
}

/** Renditions carry no metadata of the original: it may hold what its owner did not mean to publish. */
const clean = ['-map_metadata', '-1'] as const;

/**
 * AAC and MP3 get the samples as they are decoded when the rate fits (the encoders take integers and floats alike; converting
 * them first cost 6 % of the whole job); Opus is resampled in float.
 */
function filterGraph(audio: ProbedAudio): string {
  const pan = stereoPan(audio.channels, audio.layout);
  const rateHz = deliveryRateHz(audio.sampleRateHz);
  const delivered = audio.sampleRateHz === rateHz ? 'anull' : `aformat=sample_fmts=fltp,aresample=${rateHz}`;
  const opus = 'aformat=sample_fmts=fltp,aresample=48000,aformat=sample_fmts=flt';
  const heard = [`[o]${opus}[opus]`, `[d]${delivered},asplit=2[aac][mp3]`];
  const measured = '[l]ebur128=peak=true:framelog=verbose[loudness]';
  const source = '[0:a:0]asetpts=N/SR/TB';
  // A mono source is measured, and shown, as it is; what is heard of it is stereo.
  if (audio.channels === 1)
    return [
      `${source},asplit=3[s][p][l]`,
      `[s]${pan},asplit=2[o][d]`,
      ...heard,
      '[p]aformat=sample_fmts=s16[peaks]',
      measured,
    ].join(';');
  return [
    `${pan === null ? source : `${source},${pan}`},asplit=4[o][d][p][l]`,
    ...heard,
    `[p]aformat=sample_fmts=s16,${monoOfStereo}[peaks]`,
    measured,
  ].join(';');
}

/** CMAF segments of 6 s beside their playlist. */
function hls(folder: string): string[] {
  return [
    ...['-f', 'hls', '-hls_time', '6', '-hls_list_size', '0', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
    ...['-avoid_negative_ts', 'disabled', '-hls_fmp4_init_filename', 'init.mp4'],
    ...['-hls_segment_filename', `${folder}/segment_%d.m4s`, `${folder}/playlist.m3u8`],
  ];
}
