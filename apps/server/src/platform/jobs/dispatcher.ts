import { jobPayloads, type JobName } from '@longwave/contracts/jobs';
import type { JobWithMetadata } from 'pg-boss';
import type { JobDefinition } from './jobs.ts';
import { readDueQueues } from './job-rows.ts';
import { deadQueue } from './queues.ts';
import { runJob, type Run, type RunDeps, type Task } from './run-job.ts';

/** Most jobs claimed by one statement. */
const batchMax = 20;
/** More rounds than any finite work takes; a job that always enqueues another ends here. */
const roundsMax = 10_000;

/** Claims due jobs and runs them, each queue up to its concurrency. */
export interface Dispatcher {
  /** Claims what is due and has a free slot; resolves when those jobs have started. `onSettled` hears each end. */
  dispatch(): Promise<void>;
  /** Runs until nothing is due; `beforeRound` runs first in each round. */
  drain(beforeRound: () => Promise<void>): Promise<void>;
  readonly runs: ReadonlySet<Run>;
  /** Lets running jobs end for `graceMs`, then aborts and waits for the rest. */
  settle(graceMs: number): Promise<void>;
}

export function createDispatcher(
  deps: RunDeps,
  definitions: ReadonlyMap<string, JobDefinition>,
  onSettled: () => void,
): Dispatcher {
  const runs = new Set<Run>();
  const queues = [...definitions.keys(), deadQueue];
  const concurrencyOf = (name: string) => definitions.get(name)?.concurrency ?? 1;
  const freeSlots = (name: string) => concurrencyOf(name) - [...runs].filter((run) => run.claim.name === name).length;

  function start(job: JobWithMetadata<unknown>): void {
    const run = runJob(deps, job.name === deadQueue ? deadTask(definitions, job) : taskOf(definitions, job));
    runs.add(run);
    void run.done.finally(() => {
      runs.delete(run);
      onSettled();
    });
  }
  async function claim(): Promise<void> {
    const open = queues.filter((name) => freeSlots(name) > 0);
    if (open.length === 0) return;
    for (const name of await readDueQueues(deps.db, open)) {
      const jobs = await deps.boss.fetch<unknown>(name, {
        batchSize: Math.min(freeSlots(name), batchMax),
        includeMetadata: true,
      });
      jobs.forEach(start);
    }
  }
  // One claim at a time, so that two callers cannot both fill the same free slots.
  let claiming: Promise<void> = Promise.resolve();
  function dispatch(): Promise<void> {
    claiming = claiming.then(claim, claim);
    return claiming;
  }
  return {
    dispatch,
    runs,
    async drain(beforeRound) {
      for (let round = 0; round < roundsMax; round += 1) {
        await beforeRound();
        await dispatch();
        if (runs.size === 0) return;
        await Promise.race([...runs].map((run) => run.done));
      }
      throw new Error(`jobs still due after ${roundsMax} rounds`);
    },
    async settle(graceMs) {
      const { promise: graceOver, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, graceMs);
      await Promise.race([ended(runs), graceOver]);
      clearTimeout(timer);
      for (const run of runs) run.stop('shutdown');
      await ended(runs);
    },
  };
}

async function ended(runs: ReadonlySet<Run>): Promise<void> {
  await Promise.all([...runs].map((run) => run.done));
}

function taskOf(definitions: ReadonlyMap<string, JobDefinition>, job: JobWithMetadata<unknown>): Task {
  const definition = definitions.get(job.name);
  if (!definition) throw new Error(`queue ${job.name} has no definition`);
  return {
    claim: { id: job.id, name: job.name, retryCount: job.retryCount },
    retryLimit: job.retryLimit,
    expireInS: definition.expireInS,
    handle: async (context) => definition.handle(jobPayloads[definition.name].parse(job.data), context),
  };
}

/** Tells the queue a dead job came from. */
function deadTask(definitions: ReadonlyMap<string, JobDefinition>, dead: JobWithMetadata<unknown>): Task {
  const { message } = (dead.sourceOutput ?? {}) as { message?: string };
  const definition = definitions.get(dead.sourceName ?? '');
  return {
    claim: { id: dead.id, name: dead.name, retryCount: dead.retryCount },
    retryLimit: dead.retryLimit,
    expireInS: 60,
    async handle() {
      const payload = jobPayloads[dead.sourceName as JobName]?.safeParse(dead.data);
      // A payload that never was valid has nobody to tell; its failed job stays visible.
      if (payload?.success) {
        await definition?.onDead?.(payload.data, { message: message ?? 'the process died on the last try' });
      }
    },
  };
}
