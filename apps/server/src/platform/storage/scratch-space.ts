import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { ensureDirectory, errorCode } from './durable-files.ts';
import { repairReplacements } from './replace-directory.ts';

/** Scratch directories of other machines are swept once nothing in them has changed for this long. */
const foreignMaxAgeMs = 48 * 3600 * 1000;

/**
 * Directory of this process for everything that is not yet (or no longer) visible: temporary files, workspaces,
 * replaced prefixes. Its name says who owns it, so what a killed process left is found and repaired at the next start.
 */
export interface ScratchSpace {
  readonly path: string;
  /** A fresh path in it; nothing is created. */
  freshPath(label: string): string;
}

interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly startTicks: string;
}

/** Start time of a process in clock ticks since boot (proc(5), field 22); `0` where /proc is absent, null when it is not running. */
async function startTicksOf(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return null;
  }
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return (
      text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .at(19) ?? '0'
    );
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ESRCH') throw error;
    return '0';
  }
}

function parseOwner(name: string): Owner | null {
  const match = /^(\d+)-(\d+)-([0-9a-f-]{36})-(.+)$/.exec(name);
  if (!match) return null;
  const [, pid = '', startTicks = '', , host = ''] = match;
  return { pid: Number(pid), startTicks, host };
}

async function isAbandoned(path: string, owner: Owner | null, nowMs: number): Promise<boolean> {
  if (owner?.host === hostname()) return (await startTicksOf(owner.pid)) !== owner.startTicks;
  return nowMs - (await stat(path)).mtimeMs > foreignMaxAgeMs;
}

/**
 * Opens this process's scratch directory below `scratchRoot` and clears those of dead processes: interrupted
 * replacements are finished first, then the rest is removed.
 */
export async function openScratchSpace(deps: {
  rootDir: string;
  scratchRoot: string;
  log: Log;
}): Promise<ScratchSpace> {
  const { rootDir, scratchRoot, log } = deps;
  await ensureDirectory(scratchRoot);
  for (const name of await readdir(scratchRoot)) {
    const path = join(scratchRoot, name);
    if (!(await isAbandoned(path, parseOwner(name), Date.now()))) continue;
    const repaired = await repairReplacements(rootDir, path);
    await rm(path, { recursive: true, force: true });
    log.info({ scratch: name, repaired }, 'cleared the scratch space of a process that has ended');
  }
  const ticks = (await startTicksOf(process.pid)) ?? '0';
  const path = join(scratchRoot, `${process.pid}-${ticks}-${randomUUID()}-${hostname()}`);
  await ensureDirectory(path);
  return { path, freshPath: (label) => join(path, `${label}-${randomUUID()}`) };
}
