import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createFfmpeg } from './create-ffmpeg.ts';
import { detectFfmpeg, type DetectedFfmpeg } from './detect-ffmpeg.ts';
import type { ProgramLimits } from './ffmpeg.ts';
import { createProgressParser } from './progress-lines.ts';
import { createTailBuffer } from './tail-buffer.ts';

const log = createLog({ level: 'silent', pretty: false });
const limits: ProgramLimits = {
  wallMs: 30_000,
  cpuS: 20,
  addressSpaceBytes: 4 * 1024 ** 3,
  fileSizeBytes: 64 * 1024 ** 2,
  openFiles: 64,
};
let folder: string;
let abilities: DetectedFfmpeg;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'longwave-ffmpeg-test-'));
  abilities = await detectFfmpeg();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const base = () => ({ program: 'ffmpeg' as const, cwd: folder, limits, readablePaths: [], writablePaths: [folder] });
/** Endless tone in real time: runs until something stops it. The title finds the process again. */
const endless = (title: string) => [
  ...['-nostdin', '-v', 'error', '-re', '-f', 'lavfi', '-i', 'sine=r=8000', '-metadata', `title=${title}`],
  ...['-f', 'null', '-'],
];
function pidsOf(title: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`title=${title}`);
      } catch {
        return false;
      }
    });
}
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come true within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('detectFfmpeg', () => {
  it('finds the ffmpeg of this machine with everything Longwave needs', () => {
    expect(abilities).toMatchObject({ found: true, missing: [] });
    expect(abilities.version).toMatch(/^\d+\.\d+/);
  });

  it('says what is missing and how to install it when there is no ffmpeg', async () => {
    const absent = await detectFfmpeg({ ffmpegPath: '/nowhere/ffmpeg' });
    expect(absent.found).toBe(false);
    expect(absent.missing).toContain('program ffmpeg');
    expect(absent.installHint).toMatch(/ffmpeg/);
  });

  it('says that a program which is not ffmpeg does not run', async () => {
    const foreign = await detectFfmpeg({ ffmpegPath: '/bin/false' });
    expect(foreign.found).toBe(false);
  });

  it('remembers its answer until the program changes', async () => {
    const cacheDir = join(folder, 'cache');
    const first = await detectFfmpeg({ cacheDir });
    const written = statSync(join(cacheDir, 'ffmpeg-abilities.json')).mtimeMs;
    expect(await detectFfmpeg({ cacheDir })).toEqual(first);
    expect(statSync(join(cacheDir, 'ffmpeg-abilities.json')).mtimeMs).toBe(written);
  });
});

describe('createFfmpeg', () => {
  it('runs a program, reports progress and hands over an extra pipe', async () => {
    const times: number[] = [];
    const source = ['-f', 'lavfi', '-i', 'sine=r=8000:d=2', '-f', 's16le', 'pipe:3'];
    const run = createFfmpeg({ abilities, log }).start({
      ...base(),
      args: ['-nostdin', '-v', 'error', '-progress', 'pipe:1', ...source],
      extraPipes: 1,
    });
    run.onProgress(({ outTimeMs }) => times.push(outTimeMs));
    let bytes = 0;
    run.pipes[0]?.on('data', (chunk: Buffer) => (bytes += chunk.length));
    expect(await run.done).toMatchObject({ end: 'exited', exitCode: 0 });
    expect(bytes).toBe(2 * 8000 * 2);
    expect(times.at(-1)).toBe(2000);
  });

  it('kills the whole group at the wall limit', async () => {
    const run = createFfmpeg({ abilities, log }).start({
      ...base(),
      args: endless('wall-limit-case'),
      limits: { ...limits, wallMs: 300 },
    });
    expect((await run.done).end).toBe('wall-limit');
    await until(() => pidsOf('wall-limit-case').length === 0);
  });

  it('kills the whole group when the caller aborts', async () => {
    const controller = new AbortController();
    const run = createFfmpeg({ abilities, log }).start({
      ...base(),
      args: endless('abort-case'),
      signal: controller.signal,
    });
    await until(() => pidsOf('abort-case').length > 0);
    controller.abort();
    expect((await run.done).end).toBe('aborted');
    await until(() => pidsOf('abort-case').length === 0);
  });

  it.runIf(process.platform === 'linux')('names the CPU limit when a program computes too long', async () => {
    const busy = ['-nostdin', '-v', 'info', '-nostats', '-f', 'lavfi', '-i', 'sine=r=48000', '-f', 'null', '-'];
    const run = createFfmpeg({ abilities, log }).start({ ...base(), args: busy, limits: { ...limits, cpuS: 1 } });
    expect((await run.done).end).toBe('cpu-limit');
  });

  it.runIf(process.platform === 'linux')('stops a file from growing past its limit', async () => {
    const big = ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', 'sine=r=48000:d=60', join(folder, 'big.wav')];
    const small = { ...limits, fileSizeBytes: 100_000 };
    const result = await createFfmpeg({ abilities, log }).start({ ...base(), args: big, limits: small }).done;
    expect(result.end === 'exited' && result.exitCode === 0).toBe(false);
    expect(statSync(join(folder, 'big.wav')).size).toBeLessThanOrEqual(100_000);
  });

  it('answers spawn-failed when there is no program', async () => {
    const nothing = { ...abilities, ffmpegPath: null };
    expect((await createFfmpeg({ abilities: nothing, log }).start({ ...base(), args: [] }).done).end).toBe(
      'spawn-failed',
    );
  });

  it.runIf(process.platform === 'linux')(
    'leaves no program behind when its parent is killed with SIGKILL',
    async () => {
      const starter = fileURLToPath(new URL('./start-endless.fixture.ts', import.meta.url));
      const parent = spawn(process.execPath, [starter, folder, 'orphan-case'], { stdio: 'inherit' });
      await until(() => pidsOf('orphan-case').some((pid) => pid !== parent.pid));
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      await until(() => pidsOf('orphan-case').length === 0);
      expect(parent.signalCode).toBe('SIGKILL');
    },
  );
});

describe('what a program says', () => {
  it('keeps only the last bytes of a long complaint', () => {
    const tail = createTailBuffer(10);
    for (let index = 0; index < 100; index += 1) tail.push(Buffer.from(`line ${index}\n`));
    expect(tail.text()).toBe(' 98\nline 99\n'.slice(-10));
  });

  it('reads progress split anywhere', () => {
    const seen: number[] = [];
    const parse = createProgressParser(({ outTimeMs }) => seen.push(outTimeMs));
    for (const byte of 'bitrate=N/A\nout_time_us=1500000\nprogress=continue\nout_time_us=N/A\nout_time_us=2000999\n')
      parse(Buffer.from(byte));
    expect(seen).toEqual([1500, 2000]);
  });
});
