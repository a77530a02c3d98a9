import { z } from 'zod';
import { audioLimits } from './audio-limits.ts';
import { ProcessingFault } from './processing-fault.ts';
import type { Sniffed } from './sniff-container.ts';

/** What the header of an original says about its first audio stream. Only `decoded` samples prove any of it. */
export interface ProbedAudio {
  /** Demuxer to force when decoding; null lets ffmpeg choose from the whitelist. */
  readonly demuxer: string | null;
  readonly channels: number;
  /** ffmpeg's name, such as `5.1(side)`; null when the file does not say. */
  readonly layout: string | null;
  readonly sampleRateHz: number;
  /** Bits per sample of lossless sources, null for lossy ones. */
  readonly bitDepth: number | null;
  readonly headerDurationMs: number | null;
  /** How far the header's length may be from the truth: `exact` counts samples, `rough` comes from a bit rate. */
  readonly headerPrecision: 'exact' | 'rough';
  /** An embedded cover is there to be read. */
  readonly hasPicture: boolean;
}

const Stream = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  sample_rate: z.coerce.number().optional(),
  channels: z.number().optional(),
  channel_layout: z.string().optional(),
  bits_per_sample: z.number().optional(),
  bits_per_raw_sample: z.coerce.number().optional(),
  duration: z.coerce.number().optional(),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
});
const Probe = z.object({
  streams: z.array(Stream).default([]),
  format: z.object({ duration: z.coerce.number().optional(), probe_score: z.number().optional() }).optional(),
});

/** Below this ffmpeg only guesses; random bytes reach single digits as "mp3". */
const probeScoreMin = 25;

/** Containers whose header counts samples or frames. */
const exactDemuxers: ReadonlySet<string> = new Set(['wav', 'w64', 'aiff', 'flac', 'mov', 'caf', 'wv', 'ape', 'tta']);

/** ffprobe's answer as facts, or the reason to refuse. Its exit code 0 proves nothing. Pure. */
export function judgeProbe(answer: {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  sniffed: Sniffed;
}): ProbedAudio {
  const { stderr, sniffed } = answer;
  const probe = Probe.safeParse(parseJson(answer.stdout));
  if (answer.exitCode !== 0 || !probe.success || probe.data.format === undefined) throw unreadable(stderr, sniffed);
  const { format, streams } = probe.data;
  if (sniffed.kind === 'unknown' && (format.probe_score ?? 0) < probeScoreMin)
    throw new ProcessingFault('media.not_a_media_file', `probe score ${format.probe_score}`);
  const stream = streams.find((one) => one.codec_type === 'audio');
  if (!stream) throw new ProcessingFault(streams.length > 0 ? 'media.no_audio' : unreadableCode(stderr, sniffed));
  const channels = stream.channels ?? 0;
  const sampleRateHz = stream.sample_rate ?? 0;
  if (channels < 1 || channels > audioLimits.channelsMax)
    throw new ProcessingFault('media.channels_out_of_range', `${channels} channels`);
  if (sampleRateHz < audioLimits.sampleRateMinHz || sampleRateHz > audioLimits.sampleRateMaxHz)
    throw new ProcessingFault('media.sample_rate_out_of_range', `${sampleRateHz} Hz`);
  if (!stream.codec_name) throw new ProcessingFault('media.unreadable', 'no decoder for this codec');
  const durationS = stream.duration ?? format.duration;
  const headerDurationMs = durationS !== undefined && durationS > 0 ? Math.round(durationS * 1000) : null;
  if (headerDurationMs !== null) assertDuration(headerDurationMs);
  const demuxer = sniffed.kind === 'audio' ? sniffed.demuxer : null;
  const estimated = /Estimating duration from bitrate/.test(stderr);
  return {
    demuxer,
    channels,
    layout: stream.channel_layout ?? null,
    sampleRateHz,
    bitDepth: stream.bits_per_raw_sample || stream.bits_per_sample || null,
    headerDurationMs,
    hasPicture: streams.some((one) => one.disposition?.attached_pic === 1),
    headerPrecision:
      (demuxer !== null && exactDemuxers.has(demuxer)) || (demuxer === 'mp3' && !estimated) ? 'exact' : 'rough',
  };
}

/** Throws unless the length is within 1 s – 8 h. */
export function assertDuration(durationMs: number): void {
  if (durationMs < audioLimits.durationMinMs) throw new ProcessingFault('media.too_short', `${durationMs} ms`);
  if (durationMs > audioLimits.durationMaxMs) throw new ProcessingFault('media.too_long', `${durationMs} ms`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Cut off at its limit or absent: the schema refuses `null` and the exit code or stderr names the cause.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const unreadable = (stderr: string, sniffed: Sniffed) =>
  new ProcessingFault(unreadableCode(stderr, sniffed), stderr.slice(-500));

function unreadableCode(stderr: string, sniffed: Sniffed) {
  if (/not on whitelist/i.test(stderr)) return 'media.container_refused';
  if (sniffed.kind === 'unknown') return 'media.not_a_media_file';
  return /moov atom not found|End of file|truncat/i.test(stderr) ? 'media.truncated' : 'media.unreadable';
}
