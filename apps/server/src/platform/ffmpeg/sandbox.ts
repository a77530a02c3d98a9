import type { ProgramLimits } from './ffmpeg.ts';

/** Helpers of the system that contain a program; each is used when present and working. */
export interface SandboxTools {
  /** bubblewrap: own mount, pid and network namespaces. */
  readonly bwrap: string | null;
  /** util-linux prlimit: resource limits. */
  readonly prlimit: string | null;
  /** util-linux setpriv ≥ 2.33: the kernel kills the program when our process dies, even by SIGKILL. */
  readonly setpriv: string | null;
}

export interface SandboxRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly limits: ProgramLimits;
  readonly readablePaths: readonly string[];
  readonly writablePaths: readonly string[];
}

/** Folders of the system that ffmpeg's shared libraries live in; `-try` because not every system has each. */
const systemPaths = ['/usr', '/lib', '/lib64', '/lib32', '/bin', '/sbin', '/etc/ld.so.cache', '/etc/alternatives'];

/** The argument vector that runs a program inside everything this system offers. Pure: nothing goes through a shell. */
export function sandboxedCommand(tools: SandboxTools, request: SandboxRequest): [string, ...string[]] {
  const { limits } = request;
  const prlimit =
    tools.prlimit === null
      ? []
      : [
          tools.prlimit,
          `--as=${limits.addressSpaceBytes}`,
          // The soft limit sends SIGXCPU, which names the cause; the hard one, SIGKILL, cannot be ignored.
          `--cpu=${limits.cpuS}:${limits.cpuS + 2}`,
          `--fsize=${limits.fileSizeBytes}`,
          `--nofile=${limits.openFiles}`,
          '--core=0',
          '--',
        ];
  const bwrap = tools.bwrap === null ? [] : [tools.bwrap, ...bubblewrapArgs(request), '--'];
  const setpriv = tools.setpriv === null ? [] : [tools.setpriv, '--pdeathsig', 'KILL', '--'];
  const [first = request.command, ...rest] = [...setpriv, ...bwrap, ...prlimit, request.command, ...request.args];
  return [first, ...rest];
}

function bubblewrapArgs(request: SandboxRequest): string[] {
  const programFolder = request.command.slice(0, request.command.lastIndexOf('/')) || '/usr/bin';
  return [
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    ...[...systemPaths, programFolder].flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
    ...request.readablePaths.flatMap((path) => ['--ro-bind', path, path]),
    ...request.writablePaths.flatMap((path) => ['--bind', path, path]),
    ...['--chdir', request.cwd],
  ];
}
