import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { probeLimits } from './audio-limits.ts';
import { judgeProbe, type ProbedAudio } from './judge-probe.ts';
import { ProcessingFault } from './processing-fault.ts';
import { demuxers, type Sniffed } from './sniff-container.ts';

/** Arguments before any original, for ffprobe and ffmpeg alike: no network, no other files, only known demuxers. */
export function inputGuards(demuxer: string | null): string[] {
  return [
    ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', demuxers.join(',')],
    ...(demuxer === null ? [] : ['-f', demuxer]),
  ];
}

/** Reads the header of an original. Throws `ProcessingFault` for anything that is not sound within the limits. */
export async function probeOriginal(
  deps: { ffmpeg: Ffmpeg },
  original: { path: string; sniffed: Sniffed; cwd: string; signal: AbortSignal },
): Promise<ProbedAudio> {
  const { sniffed, signal } = original;
  if (sniffed.kind === 'refused') throw new ProcessingFault(sniffed.code);
  const demuxer = sniffed.kind === 'audio' ? sniffed.demuxer : null;
  const run = deps.ffmpeg.start({
    program: 'ffprobe',
    args: [
      ...['-v', 'warning', ...inputGuards(demuxer), '-probesize', '32M', '-print_format', 'json'],
      ...['-show_format', '-show_streams', `file:${original.path}`],
    ],
    cwd: original.cwd,
    limits: probeLimits,
    signal,
    readablePaths: [original.path],
    writablePaths: [],
  });
  const result = await run.done;
  signal.throwIfAborted();
  if (result.end === 'spawn-failed') throw new ProcessingFault('media.encoder_missing', 'ffprobe does not start');
  if (result.end === 'cpu-limit' || result.end === 'wall-limit')
    throw new ProcessingFault('media.time_limit', result.end);
  if (/Cannot allocate memory/.test(result.stderr)) throw new ProcessingFault('media.memory_limit', result.stderr);
  if (result.end !== 'exited') throw new ProcessingFault('media.unreadable', `ffprobe ${result.end}`);
  return judgeProbe({ exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr, sniffed });
}
