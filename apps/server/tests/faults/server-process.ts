import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../src/main.ts');
/** A first start makes a database; on a machine that runs other tests beside this takes many times what it takes alone. */
const startLimitMs = 120_000;

/** The real server in a process of its own, as an operator would start it. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** From spawn to the line that says the address. */
  readonly startedInMs: number;
  /** Standard output and error so far. */
  output(): string;
  /** SIGKILL, as the kernel or a power button would. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when the process has ended. */
  stop(): Promise<{ exitCode: number | null; tookMs: number }>;
}

export interface ServerOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A free port below 32768: above it the kernel hands out clients' ports, with which a restart may collide. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => resolve(true));
    if (!(await promise)) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}

/** The environment of a server under test: nothing of this process's configuration but the way to programs. */
export function serverEnvironment(options: ServerOptions): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '/',
    DATA_DIR: options.dataDir,
    PORT: String(options.port),
    LOG_LEVEL: 'warn',
    ...options.env,
  };
}

function collect(child: ChildProcess): { text(): string; seen(pattern: RegExp): Promise<RegExpExecArray> } {
  let text = '';
  const waiting = new Set<() => void>();
  const read = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-200_000);
    for (const look of waiting) look();
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  return {
    text: () => text,
    seen(pattern) {
      const { promise, resolve } = Promise.withResolvers<RegExpExecArray>();
      const look = () => {
        const match = pattern.exec(text);
        if (match) resolve(match);
      };
      waiting.add(look);
      look();
      return promise.finally(() => waiting.delete(look));
    },
  };
}

async function ready(output: ReturnType<typeof collect>, ended: Promise<unknown>): Promise<RegExpExecArray> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not ready: ${output.text()}`)), startLimitMs);
  const early = ended.then(() => {
    throw new Error(`the server ended before it was ready: ${output.text()}`);
  });
  // Both also settle long after the start, when nobody listens any more.
  for (const promise of [early, late]) promise.catch(() => undefined);
  try {
    return await Promise.race([output.seen(/ready at (http:\S+)/), early, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Starts `longwave serve` and resolves when it says that it is ready; rejects with its output when it ends before. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const beganMs = performance.now();
  const child = spawn(process.execPath, [program, 'serve'], {
    cwd: options.dataDir,
    env: serverEnvironment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const output = collect(child);
  try {
    await ready(output, ended);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  const startedInMs = performance.now() - beganMs;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (!isOver()) child.kill(signal);
    await ended;
  };
  return {
    url: `http://127.0.0.1:${options.port}`,
    pid: child.pid ?? 0,
    startedInMs,
    output: output.text,
    kill: () => end('SIGKILL'),
    async stop() {
      const askedMs = performance.now();
      await end('SIGTERM');
      return { exitCode: child.exitCode, tookMs: performance.now() - askedMs };
    },
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  };
}
