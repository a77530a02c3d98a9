import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { processVersion } from '../apps/server/src/modules/media/process-version.job.ts';
import { createProcessingFixture, firstTry, makeSound } from '../apps/server/src/modules/media/processing.fixture.ts';

/**
 * Ingest of one 210 s stereo FLAC: CPU of the whole job (this process and everything it starts) against the three encoders run
 * alone, and how much faster than real time Opus + AAC are. Goals (spec 03): ratio ≤ 1.10, ≥ 30 × real time.
 */
const seconds = 210;
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const goals = { ratioMax: 1.1, speedMin: 30 };
const coders = (['fast', 'twoloop'] as const).filter((coder) => (process.env.BENCH_CODER ?? coder) === coder);

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** CPU seconds of a program and everything below it; `time -p` of the shell counts waited-for children. */
async function cpuOf(command: string, args: readonly string[], cwd: string): Promise<{ cpuS: number; wallS: number }> {
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', command, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  const [wallS = 0, user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { cpuS: user + system, wallS };
}

function aloneArgs(source: string, coder: string) {
  const cmaf = ['-f', 'hls', '-hls_time', '6', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'];
  const hls = (name: string) => [...cmaf, `${name}/p.m3u8`];
  const input = ['-nostdin', '-v', 'error', '-y', '-i', source];
  return {
    opus: [...input, '-c:a', 'libopus', '-b:a', '160k', '-vbr', 'constrained', '-ar', '48000', ...hls('opus')],
    aac: [...input, '-c:a', 'aac', '-b:a', '256k', '-aac_coder', coder, ...hls('aac')],
    mp3: [...input, '-c:a', 'libmp3lame', '-b:a', '320k', 'track.mp3'],
  };
}

/** CPU seconds of the children of this process that have ended and were waited for (Linux, proc(5) fields 16 and 17). */
function childrenCpuS(): number {
  const text = execFileSync('cat', [`/proc/${process.pid}/stat`]).toString();
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return ((fields[13] ?? 0) + (fields[14] ?? 0)) / 100;
}

const folder = mkdtempSync(join(tmpdir(), 'longwave-ingest-bench-'));
const tone = (shift: number) =>
  `0.3*sin(${220 + shift}*2*PI*t)*(0.6+0.4*sin(3*t+${shift}))+0.15*sin(331*2*PI*t+sin(5*t))+0.1*(random(${shift})-0.5)*exp(-6*mod(t,0.5))`;
const source = makeSound(folder, 'bench.flac', [
  '-f',
  'lavfi',
  '-i',
  `aevalsrc='${tone(0)}|${tone(1)}':s=44100:d=${seconds}`,
  '-sample_fmt',
  's16',
]);
for (const name of ['opus', 'aac']) mkdirSync(join(folder, name));

/** One version through the whole job, as the queue would run it; CPU seconds of this process and of everything it started. */
async function ingest(coder: (typeof coders)[number]) {
  await using fixture = await createProcessingFixture({ transcode: { aacCoder: coder } });
  const { versionId } = await fixture.submit(source);
  const before = { own: process.cpuUsage(), children: childrenCpuS(), at: performance.now() };
  await processVersion(fixture.deps, { versionId }, firstTry());
  const own = process.cpuUsage(before.own);
  const wallS = (performance.now() - before.at) / 1000;
  const state = (await fixture.media.readProcessings([versionId])).get(versionId);
  if (state?.stage !== 'ready') throw new Error(`the version ended ${state?.stage}`);
  return { ownS: (own.user + own.system) / 1e6, childrenS: childrenCpuS() - before.children, wallS };
}

const rows: Record<string, string | number>[] = [];
for (const coder of coders) {
  const alone = aloneArgs(source, coder);
  const seen: { aloneS: number; hlsS: number; ownS: number; jobS: number; wallS: number }[] = [];
  // A round measures both sides back to back, so that other work on the machine weighs on both.
  for (let round = 0; round < rounds; round += 1) {
    const opus = await cpuOf('ffmpeg', alone.opus, folder);
    const aac = await cpuOf('ffmpeg', alone.aac, folder);
    const mp3 = await cpuOf('ffmpeg', alone.mp3, folder);
    const { ownS, childrenS, wallS } = await ingest(coder);
    const hlsS = opus.cpuS + aac.cpuS;
    seen.push({ aloneS: hlsS + mp3.cpuS, hlsS, ownS, jobS: ownS + childrenS, wallS });
  }
  const of = (value: (one: (typeof seen)[number]) => number, digits = 2) =>
    Number(median(seen.map(value)).toFixed(digits));
  rows.push({
    'AAC coder': coder,
    'encoders alone, CPU s': of((one) => one.aloneS),
    'whole job, CPU s': of((one) => one.jobS),
    'of it this process': of((one) => one.ownS),
    [`ratio (≤ ${goals.ratioMax})`]: of((one) => one.jobS / one.aloneS, 3),
    [`Opus+AAC × real time per core (≥ ${goals.speedMin})`]: of((one) => seconds / one.hlsS, 1),
    'whole job × real time': of((one) => seconds / one.wallS, 1),
  });
}
rmSync(folder, { recursive: true, force: true });
console.log(
  `Medians of ${rounds} rounds; load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores.`,
);
console.table(rows);
