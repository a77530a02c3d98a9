/**
 * Start-up and idle memory of the real server: from spawn of the process to `GET /readyz` answering 200, on an empty data directory
 * and on one that is there already, and the resident memory ten seconds after. Goals: second start < 2 s;
 * idle ≤ 500 MB with the embedded database, ≤ 150 MB with PostgreSQL.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createBenchDatabase } from './bench-database.ts';
import { freePort, serverEnvironment } from '../apps/server/tests/faults/server-process.ts';

const root = join(import.meta.dirname, '..');
const server = [process.execPath, join(root, 'apps/server/src/main.ts'), 'serve'] as const;
const secondStarts = 5;
const idleS = 10;
/** Only below `npm run bench` is everything set up; elsewhere `npm start` would measure (and do) the set-up itself. */
const isSetUp = process.env.npm_lifecycle_event === 'bench';
const pollMs = 10;

interface Start {
  readonly readyMs: number;
  /** CPU of the process until then; unlike the time it does not depend on what else the machine does. */
  readonly cpuMs: number;
  readonly rssMb: number | null;
}

/** CPU time of a process in ms and its resident memory in MB (Linux, proc(5)). */
async function look(pid: number): Promise<{ cpuMs: number; rssMb: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const rssKb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, rssMb: Math.round(rssKb / 1024) };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    await answer.arrayBuffer();
    return answer.ok;
  } catch (error) {
    // Nobody listens yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function start(
  command: readonly [string, ...string[]],
  options: { dataDir: string; env: Record<string, string>; idle: boolean },
): Promise<Start> {
  const port = await freePort();
  const [program, ...args] = command;
  const beganMs = performance.now();
  const child = spawn(program, args, {
    cwd: root,
    env: serverEnvironment({ dataDir: options.dataDir, port, env: options.env }),
    stdio: 'ignore',
    detached: true,
  });
  const ended = once(child, 'exit');
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`${command.join(' ')} ended with ${child.exitCode}`);
    await pause(pollMs);
  }
  const readyMs = Math.round(performance.now() - beganMs);
  const pid = child.pid ?? 0;
  const { cpuMs } = await look(pid);
  if (options.idle) await pause(idleS * 1000);
  const rssMb = options.idle ? (await look(pid)).rssMb : null;
  // The whole group: `npm start` has the server as a grandchild.
  process.kill(-pid, 'SIGTERM');
  await ended;
  return { readyMs, cpuMs, rssMb };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function measure(name: string, env: Record<string, string>): Promise<Record<string, string | number | null>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'longwave-bench-start-'));
  const first = await start(server, { dataDir, env, idle: false });
  const seconds: Start[] = [];
  for (let round = 1; round <= secondStarts; round += 1) {
    seconds.push(await start(server, { dataDir, env, idle: round === secondStarts }));
  }
  const npm = isSetUp ? await start(['npm', 'start'], { dataDir, env, idle: false }) : null;
  rmSync(dataDir, { recursive: true });
  return {
    database: name,
    'first start, ms': first.readyMs,
    [`second start, ms (median of ${secondStarts}; < 2000)`]: median(seconds.map(({ readyMs }) => readyMs)),
    'of it CPU, ms': median(seconds.map(({ cpuMs }) => cpuMs)),
    'npm start, ms': npm?.readyMs ?? null,
    [`idle after ${idleS} s, MB RSS`]: seconds.at(-1)?.rssMb ?? null,
  };
}

const rows = [await measure('PGlite (≤ 500 MB)', {})];
const postgres = await createBenchDatabase();
if (postgres) {
  rows.push(await measure('PostgreSQL (≤ 150 MB)', { DATABASE_URL: postgres.url }));
  await postgres.drop();
} else console.log('PostgreSQL does not answer; its row is left out.');
console.table(rows);
console.log(`Load average of the machine at the end: ${loadavg()[0]?.toFixed(1)}`);
