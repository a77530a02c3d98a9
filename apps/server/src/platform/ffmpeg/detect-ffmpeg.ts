import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { FfmpegAbilities } from './ffmpeg.ts';
import { findProgram } from './find-program.ts';
import { ffmpegInstallHint } from './install-hint.ts';
import { sandboxedCommand, type SandboxTools } from './sandbox.ts';

const run = promisify(execFile);

/** What Longwave needs. `chromaprint` is only warned about: fingerprints are optional. */
const needed = {
  encoders: ['libopus', 'libmp3lame', 'aac', 'flac', 'alac'],
  filters: ['ebur128', 'alimiter'],
  muxers: ['hls', 'chromaprint'],
} as const;
const optionalAbilities: readonly string[] = ['muxer chromaprint'];
const oldestVersion = [5, 1] as const;

export interface DetectedFfmpeg extends FfmpegAbilities {
  readonly tools: SandboxTools;
  /** Where it was looked for, so that looking again is the same question. */
  readonly options: DetectOptions;
}

/** True when nothing is missing that Longwave cannot do without. */
export function isComplete({ found, missing }: FfmpegAbilities): boolean {
  return found && missing.every((ability) => optionalAbilities.includes(ability));
}

export interface DetectOptions {
  readonly ffmpegPath?: string | undefined;
  readonly ffprobePath?: string | undefined;
  /** Value of PATH to search. */
  readonly searchPath?: string | undefined;
  /** Folder that remembers the answer by path, size and time of the programs; absent: always asks. */
  readonly cacheDir?: string | undefined;
}

/**
 * Finds ffmpeg and ffprobe and asks what they can do. Never rejects: what is absent is in `missing` as
 * `program ffmpeg`, `version 5.1 (found 4.4)`, `encoder libopus`, `filter ebur128`, `muxer hls` ….
 * Three runs of ffmpeg, about 150 ms; 1 ms from the cache.
 */
export async function detectFfmpeg(options: DetectOptions = {}): Promise<DetectedFfmpeg> {
  const searchPath = options.searchPath ?? '';
  const ffmpegPath = findProgram(options.ffmpegPath ?? 'ffmpeg', searchPath);
  const beside = ffmpegPath === null ? null : findProgram(join(dirname(ffmpegPath), 'ffprobe'), searchPath);
  const ffprobePath =
    options.ffprobePath === undefined
      ? (beside ?? findProgram('ffprobe', searchPath))
      : findProgram(options.ffprobePath, searchPath);
  const tools = {
    bwrap: findProgram('bwrap', searchPath),
    prlimit: findProgram('prlimit', searchPath),
    setpriv: findProgram('setpriv', searchPath),
  };
  const cache = await openCache(options.cacheDir, [ffmpegPath, ffprobePath, ...Object.values(tools)]);
  const remembered = await cache.read();
  if (remembered) return { ...remembered, options };
  const [abilities, workingTools] = await Promise.all([
    askAbilities(ffmpegPath, ffprobePath),
    keepWorkingTools(tools, ffmpegPath),
  ]);
  const sandbox = workingTools.bwrap ? 'bubblewrap' : workingTools.prlimit ? 'prlimit' : 'none';
  const detected = { ...abilities, installHint: ffmpegInstallHint(), sandbox, tools: workingTools } as const;
  // What is missing may be installed without a change of the program's own file (a codec library): it is asked again.
  if (isComplete(detected)) await cache.write(detected);
  return { ...detected, options };
}

async function askAbilities(ffmpegPath: string | null, ffprobePath: string | null) {
  const absent = [...(ffmpegPath ? [] : ['program ffmpeg']), ...(ffprobePath ? [] : ['program ffprobe'])];
  if (ffmpegPath === null || ffprobePath === null)
    return { found: false, version: null, ffmpegPath, ffprobePath, missing: absent };
  const ask = (what: string) => output(ffmpegPath, ['-hide_banner', what]);
  const [version, encoders, filters, muxers, probeWorks] = await Promise.all([
    output(ffmpegPath, ['-version']),
    ask('-encoders'),
    ask('-filters'),
    ask('-muxers'),
    output(ffprobePath, ['-version']),
  ]);
  if (version === null || probeWorks === null) {
    const broken = version === null ? 'ffmpeg' : 'ffprobe';
    return { found: false, version: null, ffmpegPath, ffprobePath, missing: [`program ${broken} (it does not run)`] };
  }
  const found = /^ffmpeg version (\S+)/.exec(version)?.[1] ?? 'unknown';
  const lists = { encoders: names(encoders), filters: names(filters), muxers: names(muxers) };
  const missing = (['encoders', 'filters', 'muxers'] as const).flatMap((kind) =>
    needed[kind].filter((name) => !lists[kind].has(name)).map((name) => `${kind.slice(0, -1)} ${name}`),
  );
  const old = isOlder(found) ? [`version ${oldestVersion.join('.')} (found ${found})`] : [];
  return { found: true, version: found, ffmpegPath, ffprobePath, missing: [...old, ...missing] };
}

/** Development builds (`N-109…`, `git-…`) carry no number and are taken as new. */
function isOlder(version: string): boolean {
  const match = /^n?(\d+)\.(\d+)/.exec(version);
  if (!match) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1]);
}

/** Second column of ffmpeg's listings; muxers may share a line, separated by commas. */
function names(listing: string | null): ReadonlySet<string> {
  const columns = (listing ?? '').split('\n').map((line) => /^\s*[A-Z.|]+\s+(\S+)/.exec(line)?.[1] ?? '');
  return new Set(columns.flatMap((column) => column.split(',')));
}

async function output(command: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await run(command, args, { timeout: 10_000, maxBuffer: 4 * 1024 ** 2 });
    return stdout;
  } catch (error) {
    // A program that is absent, foreign or crashes answers nothing; the caller reports it as missing.
    return error instanceof Error ? null : '';
  }
}

/** Present is not working: containers often forbid namespaces, BusyBox has a `setpriv` without `--pdeathsig`. */
async function keepWorkingTools(tools: SandboxTools, ffmpegPath: string | null): Promise<SandboxTools> {
  const program = ffmpegPath ?? '/bin/true';
  const limits = { wallMs: 10_000, cpuS: 10, addressSpaceBytes: 4 * 1024 ** 3, fileSizeBytes: 1024, openFiles: 64 };
  const works = async (only: SandboxTools) => {
    const request = { command: program, args: ['-version'], cwd: '/', limits, readablePaths: [], writablePaths: [] };
    const [command, ...args] = sandboxedCommand(only, request);
    return (await output(command, args)) !== null;
  };
  const none = { bwrap: null, prlimit: null, setpriv: null };
  const [bwrap, prlimit, setpriv] = await Promise.all([
    tools.bwrap !== null && works({ ...none, bwrap: tools.bwrap }),
    tools.prlimit !== null && works({ ...none, prlimit: tools.prlimit }),
    tools.setpriv !== null && works({ ...none, setpriv: tools.setpriv }),
  ]);
  return {
    bwrap: bwrap ? tools.bwrap : null,
    prlimit: prlimit ? tools.prlimit : null,
    setpriv: setpriv ? tools.setpriv : null,
  };
}

const cacheVersion = 1;

async function openCache(cacheDir: string | undefined, paths: readonly (string | null)[]) {
  if (cacheDir === undefined) return { read: async () => null, write: async () => undefined };
  const stamps = await Promise.all(
    paths.map(async (path) => {
      if (path === null) return 'absent';
      const { mtimeMs, size } = await stat(path);
      return `${path}:${mtimeMs}:${size}`;
    }),
  );
  const key = createHash('sha256')
    .update([cacheVersion, ...stamps].join('|'))
    .digest('hex');
  const file = join(cacheDir, 'ffmpeg-abilities.json');
  return {
    async read(): Promise<Omit<DetectedFfmpeg, 'options'> | null> {
      try {
        const saved = JSON.parse(await readFile(file, 'utf8')) as {
          key: string;
          detected: Omit<DetectedFfmpeg, 'options'>;
        };
        return saved.key === key ? saved.detected : null;
      } catch (error) {
        // Absent or half written by a crash: the answer is asked for again and the file replaced.
        return error instanceof Error ? null : null;
      }
    },
    async write(detected: Omit<DetectedFfmpeg, 'options'>): Promise<void> {
      await mkdir(cacheDir, { recursive: true });
      const temporary = `${file}.${process.pid}.tmp`;
      await writeFile(temporary, JSON.stringify({ key, detected }));
      await rename(temporary, file);
    },
  };
}
