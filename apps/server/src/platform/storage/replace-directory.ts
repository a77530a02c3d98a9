import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { ensureDirectory, errorCode, renameDurably, syncDirectory, writeFully } from './durable-files.ts';

/**
 * POSIX rename cannot replace a directory that is not empty, so a replacement has two renames. A journal written
 * before the first makes it roll forward after a crash: the target is the whole old or the whole new directory,
 * and for the instant between the renames absent, never a mixture.
 */
const Journal = z.object({ from: z.string(), to: z.string(), aside: z.string() });
type Journal = z.infer<typeof Journal>;

const journalSuffix = '.replace.json';

export async function pathExists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return false;
    throw error;
  }
}

async function writeJournal(path: string, journal: Journal): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'wx');
  try {
    await writeFully(file, Buffer.from(JSON.stringify(journal)));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

/** Does what is left of a replacement; each step is skipped when it has already happened. */
async function rollForward(root: string, journalPath: string, journal: Journal): Promise<void> {
  const [from, to, aside] = [join(root, journal.from), join(root, journal.to), join(root, journal.aside)];
  if (await pathExists(from)) {
    if (!(await pathExists(aside)) && (await pathExists(to))) await renameDurably(to, aside);
    await renameDurably(from, to);
  }
  await rm(journalPath, { force: true });
  await rm(aside, { recursive: true, force: true });
}

/**
 * Puts directory `from` at `to`, replacing what is there. Both and `scratchPath` are on one volume below `rootDir`.
 * Rejects with ENOENT when `from` is missing; when a step fails, what was at `to` is put back.
 */
export async function replaceDirectory(
  paths: { rootDir: string; scratchPath: string },
  from: string,
  to: string,
): Promise<void> {
  await stat(from);
  if (!(await pathExists(to))) {
    await renameDurably(from, to);
    return;
  }
  await ensureDirectory(paths.scratchPath);
  const aside = join(paths.scratchPath, `aside-${randomUUID()}`);
  const journalPath = `${aside}${journalSuffix}`;
  const journal: Journal = {
    from: relative(paths.rootDir, from),
    to: relative(paths.rootDir, to),
    aside: relative(paths.rootDir, aside),
  };
  await writeJournal(journalPath, journal);
  try {
    await rollForward(paths.rootDir, journalPath, journal);
  } catch (error) {
    if ((await pathExists(aside)) && !(await pathExists(to))) await rename(aside, to);
    await rm(journalPath, { force: true });
    throw error;
  }
}

/** Finishes the replacements that a dead process left in its scratch directory; answers how many. */
export async function repairReplacements(rootDir: string, scratchPath: string): Promise<number> {
  const names = (await readdir(scratchPath)).filter((name) => name.endsWith(journalSuffix));
  for (const name of names) {
    const journalPath = join(scratchPath, name);
    const journal = Journal.parse(JSON.parse(await readFile(journalPath, 'utf8')));
    for (const path of [journal.from, journal.to, journal.aside])
      if (!resolve(rootDir, path).startsWith(rootDir + sep)) throw new Error(`journal ${name} leaves the store`);
    await rollForward(rootDir, journalPath, journal);
  }
  return names.length;
}
