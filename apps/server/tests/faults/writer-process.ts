import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/** A running durable-writer and the ids it has acknowledged so far. */
export interface WriterProcess {
  readonly child: ChildProcess;
  readonly acknowledged: number[];
  /** Resolves when at least `count` ids were acknowledged; rejects when the writer ends before. */
  acknowledgedAtLeast(count: number): Promise<void>;
  kill(): Promise<void>;
}

/** Starts a writer on `dataDir`. The child prints an id only after its commit was acknowledged. */
export function startWriter(dataDir: string, firstId: number, engine?: 'engine-default'): WriterProcess {
  const program = join(import.meta.dirname, 'durable-writer.ts');
  const child = spawn(process.execPath, [program, dataDir, String(firstId), ...(engine ? [engine] : [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const acknowledged: number[] = [];
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-1500)));
  const waiters = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line !== 'ready') acknowledged.push(Number(line));
    for (const check of waiters) check();
  });
  const ended = once(child, 'exit');
  return {
    child,
    acknowledged,
    async acknowledgedAtLeast(count) {
      const { promise: enough, resolve } = Promise.withResolvers<void>();
      const check = (): void => {
        if (acknowledged.length >= count) resolve();
      };
      waiters.add(check);
      check();
      const failed = ended.then(() => {
        throw new Error(`the writer ended early: ${complaint}`);
      });
      // It also ends when a test kills it, long after this wait.
      failed.catch(() => undefined);
      await Promise.race([enough, failed]);
      waiters.delete(check);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
