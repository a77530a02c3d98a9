import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Log } from '../log.ts';
import { detectFfmpeg, isComplete, type DetectedFfmpeg } from './detect-ffmpeg.ts';
import type { Ffmpeg, ProgramEnd, ProgramResult, ProgramRun, RunningProgram } from './ffmpeg.ts';
import { createProgressParser } from './progress-lines.ts';
import { sandboxedCommand } from './sandbox.ts';
import { createHeadBuffer, createTailBuffer } from './tail-buffer.ts';

const stderrBytes = 64 * 1024;
const stdoutBytes = 1024 * 1024;
/** Least time between two searches for what was missing: a folder full of failing jobs does not start ffmpeg for each. */
const searchIntervalMs = 60_000;

/**
 * Runs ffmpeg and ffprobe: own process group, resource limits, sandbox where the system has one, wall timer.
 * Whatever ends a run early kills the whole group with SIGKILL; when this process dies, even by SIGKILL,
 * the kernel kills the program (PR_SET_PDEATHSIG through setpriv, or bubblewrap's --die-with-parent).
 * A run never rejects: the result says how it ended.
 */
export function createFfmpeg(deps: { abilities: DetectedFfmpeg; log: Log; nowMs?: () => number }): Ffmpeg {
  const { log, nowMs = () => performance.now() } = deps;
  let { abilities } = deps;
  let searchedAtMs = -Infinity;
  let searching: Promise<void> | null = null;
  const search = async () => {
    searchedAtMs = nowMs();
    abilities = await detectFfmpeg(abilities.options);
    log.info({ found: abilities.found, missing: abilities.missing }, 'looked for ffmpeg again');
  };
  return {
    get abilities() {
      return abilities;
    },
    async currentAbilities() {
      if (!isComplete(abilities) && searching === null && nowMs() - searchedAtMs >= searchIntervalMs)
        searching = search().finally(() => {
          searching = null;
        });
      await searching;
      return abilities;
    },
    start(run) {
      const command = run.program === 'ffmpeg' ? abilities.ffmpegPath : abilities.ffprobePath;
      if (command === null || run.signal?.aborted) return notStarted(command === null ? 'spawn-failed' : 'aborted');
      const [first, ...args] = sandboxedCommand(abilities.tools, { ...run, command });
      const extra = Array.from({ length: run.extraPipes ?? 0 }, () => 'pipe' as const);
      const child = spawn(first, args, {
        cwd: run.cwd,
        // Its own group, so that one signal reaches the program and everything that wraps it.
        detached: true,
        // Nothing of our environment (secrets, LD_*) reaches a program that reads strangers' files.
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C', AV_LOG_FORCE_NOCOLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe', ...extra],
      });
      log.debug({ program: run.program, pid: child.pid }, 'program started');
      return watch(child, run, extra.length);
    },
  };
}

function notStarted(end: ProgramEnd): RunningProgram {
  const result: ProgramResult = { end, exitCode: null, stderr: '', stdout: '' };
  return { pipes: [], onProgress: () => undefined, done: Promise.resolve(result) };
}

function watch(child: ChildProcess, run: ProgramRun, extraPipes: number): RunningProgram {
  const stderr = createTailBuffer(stderrBytes);
  const stdout = createHeadBuffer(stdoutBytes);
  const listeners: ((progress: { outTimeMs: number }) => void)[] = [];
  const parse = createProgressParser((progress) => listeners.forEach((listener) => listener(progress)));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout.push(chunk);
    if (listeners.length > 0) parse(chunk);
  });

  let killedFor: ProgramEnd | null = null;
  const kill = (reason: ProgramEnd) => {
    killedFor ??= reason;
    if (child.pid !== undefined) killGroup(child.pid);
  };
  const timer = setTimeout(() => kill('wall-limit'), run.limits.wallMs);
  const onAbort = () => kill('aborted');
  run.signal?.addEventListener('abort', onAbort, { once: true });

  const done = new Promise<ProgramResult>((resolve) => {
    const finish = (end: ProgramEnd, exitCode: number | null) => {
      clearTimeout(timer);
      run.signal?.removeEventListener('abort', onAbort);
      resolve({ end, exitCode, stderr: stderr.text(), stdout: stdout.text() });
    };
    child.once('error', () => finish('spawn-failed', null));
    child.once('close', (exitCode, signal) => finish(killedFor ?? endOf(exitCode, signal, stderr.text()), exitCode));
  });
  const pipes = Array.from({ length: extraPipes }, (_, index) => child.stdio[3 + index] as Readable);
  return { pipes, onProgress: (listener) => void listeners.push(listener), done };
}

/**
 * ffmpeg turns SIGXCPU (24) into an orderly exit with code 255 and names the signal at log level `info`; ffprobe dies of it;
 * bubblewrap answers 128 + 24. Another 255 is a SIGTERM from outside, such as a service manager stopping everything.
 */
function endOf(exitCode: number | null, signal: NodeJS.Signals | null, stderr: string): ProgramEnd {
  if (signal === 'SIGXCPU' || exitCode === 152 || /received signal 24\b/.test(stderr)) return 'cpu-limit';
  return signal === null && exitCode !== 255 ? 'exited' : 'signalled';
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: the group ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
