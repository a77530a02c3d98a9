/**
 * Claim: Node serves signed media segments at ≥ 0.9 of nginx's requests per second when they are hot (in our memory) and
 * ≥ 0.5 when the set is larger than our cache (files in the system's page cache). Both servers: one process, same files,
 * keep-alive; nginx with sendfile and no signature check, ours with it. The rounds alternate; medians are compared.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMediaUrls } from '../apps/server/src/platform/http/media-urls.ts';
import { createSignedUrls } from '../apps/server/src/platform/http/signed-url.ts';
import { systemClock } from '../apps/server/src/platform/clock.ts';

/** 6 s of Opus at 160 kb/s. */
const segmentBytes = 120_000;
const cacheBytes = 64 * 1024 * 1024;
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const roundS = Number(process.env.BENCH_SECONDS ?? 4);
const connections = 32;
const scenarios = [
  { name: 'hot', segments: 300, goal: 0.9 },
  { name: 'cold', segments: 2500, goal: 0.5 },
] as const;

if (spawnSync('nginx', ['-v']).status !== 0 || spawnSync('wrk', ['-v']).error) {
  console.log('SKIPPED: nginx and wrk are needed (apt-get install nginx-light wrk)');
  process.exit(0);
}

const here = dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'longwave-bench-segments-'));
const rootDir = join(work, 'media');
const secret = createHash('sha256').update('bench').digest();
const urls = createMediaUrls({
  clock: systemClock,
  signed: createSignedUrls({ keys: [{ id: 'bench', secret }], clock: systemClock }),
});

const keys: string[] = [];
for (let index = 0; index < 2500; index++) {
  const key = `transcodes/${String(index % 50).padStart(3, '0')}/opus/segment_${Math.floor(index / 50)}.m4s`;
  mkdirSync(dirname(join(rootDir, key)), { recursive: true });
  writeFileSync(join(rootDir, key), randomBytes(segmentBytes));
  keys.push(key);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function startNginx(): Promise<{ port: number; child: ChildProcess }> {
  const port = await freePort();
  const config = join(work, 'nginx.conf');
  writeFileSync(
    config,
    `user root; worker_processes 1; daemon off; pid ${work}/nginx.pid; error_log ${work}/error.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; types { audio/mp4 m4s; }
  server { listen 127.0.0.1:${port}; location /media/ { alias ${rootDir}/; expires 6h; } } }`,
  );
  const child = spawn('nginx', ['-c', config, '-p', work], { stdio: 'ignore' });
  for (;;) {
    const up = await fetch(`http://127.0.0.1:${port}/media/${keys[0]}`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return { port, child };
  }
}

async function startOurs(): Promise<{ port: number; child: ChildProcess }> {
  const args = [join(here, 'segments.server.ts'), rootDir, String(cacheBytes), secret.toString('hex')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => child.stdout?.once('data', (data) => resolve(String(data))));
  return { port: Number(line), child };
}

const script = join(work, 'random.lua');
writeFileSync(
  script,
  `local paths = {}
init = function(args) math.randomseed(7); for line in io.lines(args[1]) do paths[#paths + 1] = line end end
request = function() return wrk.format('GET', paths[math.random(#paths)]) end
done = function(summary, latency) io.write(string.format('RESULT %f %d %d %f\\n', summary.requests * 1e6 / summary.duration, summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout, summary.bytes, latency:percentile(99) / 1000)) end`,
);

/** Processor time of a process and its children so far, user and system, in microseconds (proc(5): clock ticks of 10 ms). */
function cpuUs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const own = (Number(fields[11]) + Number(fields[12])) * 10_000;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + cpuUs(Number(child)), own);
}

interface Load {
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly cpuUs: number;
}
function load({ port, child }: { port: number; child: ChildProcess }, list: string, seconds: number): Load {
  const before = cpuUs(child.pid ?? 0);
  const out = execFileSync(
    'wrk',
    ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, `http://127.0.0.1:${port}`, '--', list],
    { encoding: 'utf8' },
  );
  const [, perSecond, errors, , p99] = /RESULT (\S+) (\d+) (\d+) (\S+)/.exec(out) ?? [];
  if (errors !== '0') throw new Error(`the load had ${errors} errors:\n${out}`);
  const used = cpuUs(child.pid ?? 0) - before;
  return { perSecond: Number(perSecond), p99Ms: Number(p99), cpuUs: used / (Number(perSecond) * seconds) };
}
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const nginx = await startNginx();
const ours = await startOurs();
let missed = false;
try {
  console.log(`${segmentBytes / 1000} kB segments, ${connections} connections, ${rounds} rounds of ${roundS} s each\n`);
  console.log('| set | nginx /s | ours /s | ratio | goal | nginx p99 ms | ours p99 ms | nginx CPU µs | ours CPU µs |');
  console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|');
  for (const { name, segments, goal } of scenarios) {
    const list = join(work, `${name}.txt`);
    const paths = keys.slice(0, segments).map((key) => urls.url(key, 'public'));
    writeFileSync(list, paths.join('\n'));
    load(ours, list, 2);
    load(nginx, list, 1);
    const theirs: Load[] = [];
    const own: Load[] = [];
    for (let round = 0; round < rounds; round++) {
      theirs.push(load(nginx, list, roundS));
      own.push(load(ours, list, roundS));
    }
    const [a, b] = [median(theirs.map((one) => one.perSecond)), median(own.map((one) => one.perSecond))];
    const p99 = [theirs, own].map((all) => median(all.map((one) => one.p99Ms)).toFixed(1));
    const cpu = [theirs, own].map((all) => median(all.map((one) => one.cpuUs)).toFixed(0));
    missed ||= b / a < goal;
    console.log(
      `| ${name} (${segments}) | ${a.toFixed(0)} | ${b.toFixed(0)} | ${(b / a).toFixed(2)} | ${goal} | ${p99.join(' | ')} | ${cpu.join(' | ')} |`,
    );
  }
  console.log(missed ? '\nA goal was missed.' : '\nBoth goals are met.');
} finally {
  nginx.child.kill();
  ours.child.kill();
  rmSync(work, { recursive: true, force: true });
}
