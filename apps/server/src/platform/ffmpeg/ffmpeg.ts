import type { Readable } from 'node:stream';

/** What the system's ffmpeg can do; `missing` lists what Longwave needs and did not find. */
export interface FfmpegAbilities {
  readonly found: boolean;
  readonly version: string | null;
  readonly ffmpegPath: string | null;
  readonly ffprobePath: string | null;
  readonly missing: readonly string[];
  /** The command that installs it on this system. */
  readonly installHint: string;
  readonly sandbox: 'bubblewrap' | 'prlimit' | 'none';
}

export interface ProgramLimits {
  /** Wall-clock limit; the process group gets SIGKILL then. */
  readonly wallMs: number;
  readonly cpuS: number;
  /** Address space; below 2 GiB ffmpeg hangs instead of failing. */
  readonly addressSpaceBytes: number;
  readonly fileSizeBytes: number;
  readonly openFiles: number;
}

export interface ProgramRun {
  readonly program: 'ffmpeg' | 'ffprobe';
  readonly args: readonly string[];
  readonly cwd: string;
  readonly limits: ProgramLimits;
  readonly signal?: AbortSignal;
  /** Paths the sandboxed program may read and write. */
  readonly readablePaths: readonly string[];
  readonly writablePaths: readonly string[];
  /** Number of extra pipes (fd 3, 4, …) that the program writes to and the caller reads. */
  readonly extraPipes?: number;
}

export type ProgramEnd = 'exited' | 'wall-limit' | 'cpu-limit' | 'aborted' | 'signalled' | 'spawn-failed';
export interface ProgramResult {
  readonly end: ProgramEnd;
  readonly exitCode: number | null;
  /** Last 64 KiB of standard error. */
  readonly stderr: string;
  /** Standard output up to 1 MiB (ffprobe's JSON). */
  readonly stdout: string;
}
export interface RunningProgram {
  /** Readable ends of the extra pipes, index 0 = fd 3. */
  readonly pipes: readonly Readable[];
  /** Called with each complete line of `-progress` output on stdout. */
  onProgress(listener: (progress: { outTimeMs: number }) => void): void;
  readonly done: Promise<ProgramResult>;
}

/** Runs ffmpeg and ffprobe with limits, in their own process group, sandboxed where the system can. */
export interface Ffmpeg {
  /** What was found when it was last looked for. */
  readonly abilities: FfmpegAbilities;
  /**
   * The abilities, looked for again when something was missing, at most once a minute: an ffmpeg that is installed while the
   * server runs is used by the next job.
   */
  currentAbilities(): Promise<FfmpegAbilities>;
  start(run: ProgramRun): RunningProgram;
}
