import type { Ffmpeg, ProgramResult } from '../../platform/ffmpeg/ffmpeg.ts';
import { makeFolders } from '../../platform/local-files.ts';
import { transcodeLimits, audioLimits } from './audio-limits.ts';
import { assertDuration, type ProbedAudio } from './judge-probe.ts';
import { parseLoudness, type Loudness } from './loudness-summary.ts';
import { createPeaks, type Peaks } from './peaks.ts';
import { ProcessingFault } from './processing-fault.ts';
import { renditionFolders, transcodeArgs, type TranscodeSettings } from './transcode-args.ts';

export interface Transcoded {
  readonly peaks: Peaks;
  /** From the samples that were decoded, never from a header. */
  readonly durationMs: number;
  readonly loudness: Loudness;
}

/**
 * Decodes the original once and writes every rendition into the workspace folder. Throws `ProcessingFault` when the file
 * is to blame, another error when the machine is; the workspace may then hold anything.
 */
export async function transcodeVersion(
  deps: { ffmpeg: Ffmpeg; settings: TranscodeSettings },
  input: {
    path: string;
    audio: ProbedAudio;
    workspace: string;
    signal: AbortSignal;
    onPercent: (percent: number) => void;
  },
): Promise<Transcoded> {
  const { audio, workspace, signal } = input;
  await makeFolders(workspace, renditionFolders);
  const run = deps.ffmpeg.start({
    program: 'ffmpeg',
    args: transcodeArgs({ path: input.path, audio, settings: deps.settings }),
    cwd: workspace,
    limits: transcodeLimits(audio.headerDurationMs ?? audioLimits.durationMaxMs),
    signal,
    readablePaths: [input.path],
    writablePaths: [workspace],
    extraPipes: 1,
  });
  const headerMs = audio.headerDurationMs;
  if (headerMs !== null)
    run.onProgress(({ outTimeMs }) => input.onPercent(Math.min(99, Math.floor((outTimeMs / headerMs) * 100))));
  const collector = createPeaks(audio.sampleRateHz);
  run.pipes[0]?.on('data', (chunk: Uint8Array) => collector.push(chunk));
  const result = await run.done;
  signal.throwIfAborted();
  const peaks = collector.finish();
  const durationMs = Math.round((peaks.sampleCount / audio.sampleRateHz) * 1000);
  assertRanWell(result, peaks.sampleCount);
  assertComplete(audio, durationMs);
  const loudness = parseLoudness(result.stderr);
  if (loudness === null) throw new Error(`ffmpeg measured no loudness: ${result.stderr.slice(-500)}`);
  return { peaks, durationMs, loudness };
}

/** The reasons are those of spec "Untrusted input"; what is left over is our own fault and is tried again. */
function assertRanWell(result: ProgramResult, sampleCount: number): void {
  const { end, exitCode, stderr } = result;
  const detail = `ffmpeg ${end} ${exitCode}: ${stderr.slice(-500)}`;
  if (end === 'exited' && exitCode === 0 && sampleCount > 0) return;
  if (end === 'spawn-failed') throw new ProcessingFault('media.encoder_missing', detail);
  if (/No space left on device/.test(stderr)) throw new ProcessingFault('media.storage_full', detail);
  if (end === 'cpu-limit' || end === 'wall-limit') throw new ProcessingFault('media.time_limit', detail);
  if (/Cannot allocate memory/.test(stderr)) throw new ProcessingFault('media.memory_limit', detail);
  if (end !== 'exited') throw new Error(detail);
  if (/Invalid data found|Error while decoding|decode error rate|Error submitting packet/.test(stderr))
    throw new ProcessingFault('media.decode_failed', detail);
  if (sampleCount === 0) throw new ProcessingFault('media.silent_decode', detail);
  throw new Error(detail);
}

/** Slack of an exact header: a codec frame or two at the end. */
const exactSlackMs = 250;

function assertComplete(audio: ProbedAudio, durationMs: number): void {
  const { headerDurationMs, headerPrecision } = audio;
  if (headerDurationMs !== null) {
    const missingMs = headerDurationMs - durationMs;
    const allowedMs = headerPrecision === 'exact' ? Math.max(exactSlackMs, headerDurationMs * 0.005) : Infinity;
    if (missingMs > allowedMs)
      throw new ProcessingFault('media.truncated', `header ${headerDurationMs} ms, decoded ${durationMs} ms`);
  }
  assertDuration(durationMs);
}
