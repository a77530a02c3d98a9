import { join } from 'node:path';
import type { Ffmpeg, ProgramResult } from '../../platform/ffmpeg/ffmpeg.ts';
import { makeTemporaryFolder } from '../../platform/local-files.ts';
import { parseLoudness } from './loudness-summary.ts';
import { samplePieces } from './sample-pieces.ts';
import { mix } from './sample-voices.ts';

/** Loudness of the finished piece, and the ceiling of its samples at twice the rate (−2 dBFS leaves room for peaks between them). */
const targetLufs = -16;
const ceiling = 0.79;

const limits = {
  wallMs: 120_000,
  cpuS: 90,
  addressSpaceBytes: 4 * 1024 ** 3,
  fileSizeBytes: 64 * 1024 ** 2,
  openFiles: 64,
} as const;

/**
 * Renders sample piece 0–3 with ffmpeg alone to a 44.1 kHz, 16-bit stereo FLAC at −16 LUFS in a folder of its own, which `dispose` removes.
 * Takes a few seconds of CPU. Throws for another index and when ffmpeg fails.
 */
export async function synthesiseSample(
  deps: { ffmpeg: Ffmpeg },
  index: number,
): Promise<{ path: string; title: string; dispose(): Promise<void> }> {
  const piece = samplePieces[index];
  if (!piece) throw new RangeError(`there is no sample piece ${index}`);
  const folder = await makeTemporaryFolder('sample');
  const render = async (args: readonly string[]) => {
    const paths = { readablePaths: [], writablePaths: [folder.path] };
    const run = deps.ffmpeg.start({ program: 'ffmpeg', args, cwd: folder.path, limits, ...paths });
    return assertRendered(await run.done);
  };
  const common = ['-nostdin', '-hide_banner', '-nostats', '-v', 'info', '-y'];
  const source = mix(piece.voices, piece);
  const fades = `afade=t=in:d=0.3,afade=t=out:st=${piece.durationS - 2.5}:d=2.5`;
  try {
    const draft = join(folder.path, 'draft.wav');
    const graph = `${source},${piece.effects},aresample=44100,atrim=end=${piece.durationS},${fades},ebur128=framelog=verbose`;
    const log = await render([...common, '-filter_complex', graph, '-c:a', 'pcm_f32le', draft]);
    const measured = parseLoudness(log)?.loudnessLufs ?? targetLufs;
    const path = join(folder.path, 'sample.flac');
    const level = `volume=${(targetLufs - measured).toFixed(2)}dB,aresample=88200,alimiter=limit=${ceiling}:level=0:attack=2:release=60,aresample=44100`;
    const finish = ['-af', level, '-sample_fmt', 's16', '-metadata', `title=${piece.title}`, '-c:a', 'flac', path];
    await render([...common, '-i', `file:${draft}`, ...finish]);
    return { path, title: piece.title, dispose: folder.dispose };
  } catch (error) {
    await folder.dispose();
    throw error;
  }
}

function assertRendered(result: ProgramResult): string {
  if (result.end !== 'exited' || result.exitCode !== 0)
    throw new Error(`ffmpeg ${result.end} ${result.exitCode}: ${result.stderr.slice(-500)}`);
  return result.stderr;
}
