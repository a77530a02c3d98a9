/**
 * Power cuts by image copy: `sudo node apps/server/tests/faults/power-cut.ts [rounds=5]` (Linux, root, ext4).
 *
 * The database lives on an ext4 in a file behind a loop device. A writer commits rows and acknowledges them. At a random
 * moment it is stopped and the image file is copied: the copy holds what the device was given, and nothing of what
 * still waits in the mounted file system's memory, which is what a power cut leaves. Nothing is frozen by fsfreeze,
 * which would flush first. The copy counts only when the loop device was written to neither during nor between its
 * first and last byte (its write counter stands still), so it is one moment in time. The next round goes on from the
 * copy. A last control round with the engine's own settings must lose rows, or this experiment proves nothing.
 * Not simulated: a disk that lies about flushes, or that reorders writes not yet flushed.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { createLog } from '../../src/platform/log.ts';
import { startWriter } from './writer-process.ts';

const rounds = Number(process.argv[2] ?? 5);
const imageSize = '512M';
const log = createLog({ level: 'silent', pretty: false });
const run = (command: string, ...parameters: string[]): string =>
  execFileSync(command, parameters, { encoding: 'utf8' }).trim();

function skipReason(): string | null {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root, for loop devices and mount';
  try {
    run('losetup', '-f');
    run('mkfs.ext4', '-V');
  } catch (error) {
    return `loop devices or mkfs.ext4 are missing (${String(error)})`;
  }
  return null;
}

interface Mounted {
  readonly device: string;
  readonly dir: string;
  unmount(): void;
}

function mountImage(image: string, dir: string): Mounted {
  mkdirSync(dir, { recursive: true });
  const device = run('losetup', '--find', '--show', image);
  run('mount', device, dir);
  return {
    device,
    dir,
    unmount() {
      run('umount', dir);
      run('losetup', '--detach', device);
    },
  };
}

const writesTo = (device: string): string =>
  readFileSync(`/sys/block/${basename(device)}/stat`, 'utf8')
    .trim()
    .split(/\s+/)
    .slice(4, 7)
    .join(' ');

/** Copies the image at one moment; tries again when the kernel wrote to the device meanwhile. */
function cutPower(device: string, image: string, copy: string): void {
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const before = writesTo(device);
    run('cp', '--sparse=always', image, copy);
    if (writesTo(device) === before) return;
  }
  throw new Error('the device never stood still for the length of a copy');
}

/** Rows that were acknowledged and are not in the database of `dataDir`, opened the way the server opens it. */
async function missingRows(dataDir: string, acknowledged: readonly number[]): Promise<number> {
  await using db = await openDatabase({ databaseUrl: undefined, dataDir, log, clock: systemClock });
  const { rows } = await db.execute('select id from acknowledged');
  const found = new Set(rows.map(({ id }) => Number(id)));
  return acknowledged.filter((id) => !found.has(id)).length;
}

interface Round {
  readonly round: string;
  readonly acknowledged: number;
  readonly missing: number | string;
}

async function oneRound(work: string, all: number[], control: boolean): Promise<Round> {
  const image = join(work, 'disk.img');
  const copy = join(work, 'cut.img');
  const mounted = mountImage(image, join(work, 'live'));
  const writer = startWriter(
    join(mounted.dir, 'data'),
    (all.at(-1) ?? 0) + 1_000,
    control ? 'engine-default' : undefined,
  );
  try {
    await writer.acknowledgedAtLeast(1);
    await pause(300 + Math.random() * 1500);
    writer.child.kill('SIGSTOP');
    all.push(...writer.acknowledged);
    cutPower(mounted.device, image, copy);
  } finally {
    await writer.kill();
    mounted.unmount();
  }
  rmSync(image);
  cpSync(copy, image);
  const cut = mountImage(image, join(work, 'cut'));
  const missing = await missingRows(join(cut.dir, 'data'), all).catch(
    (error: unknown) => `does not open: ${String(error).slice(0, 120)}`,
  );
  cut.unmount();
  return { round: control ? 'control' : '', acknowledged: writer.acknowledged.length, missing };
}

async function main(): Promise<number> {
  const reason = skipReason();
  if (reason) {
    console.error(`POWER-CUT TEST SKIPPED: ${reason}. Nothing was verified.`);
    return 77;
  }
  const work = mkdtempSync(join(tmpdir(), 'longwave-power-cut-'));
  const image = join(work, 'disk.img');
  run('truncate', '--size', imageSize, image);
  run('mkfs.ext4', '-q', image);
  const results: Round[] = [];
  const all: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    results.push({ ...(await oneRound(work, all, false)), round: String(round) });
  }
  const kept = all.length;
  const control = await oneRound(work, all, true);
  console.table([...results, control]);
  rmSync(work, { recursive: true, force: true });
  const safe = results.every(({ missing }) => missing === 0);
  if (control.missing === 0) console.error('The control lost nothing: the experiment proves nothing.');
  console.log(safe ? `${kept} rows acknowledged, none lost` : 'ACKNOWLEDGED ROWS WERE LOST');
  return safe && control.missing !== 0 ? 0 : 1;
}

process.exitCode = await main();
