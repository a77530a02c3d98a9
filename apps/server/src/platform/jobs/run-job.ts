import type { PgBoss } from 'pg-boss';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import { releaseJob, storeProgress, type Claim } from './job-changes.ts';
import type { JobContext } from './jobs.ts';

/** Why a running handler is told to stop. `lost`: another node has the job, because this one looked dead. */
export type StopReason = 'cancelled' | 'shutdown' | 'expired' | 'lost';

/** What to run for a claimed job, and its hard limit. */
export interface Task {
  readonly claim: Claim;
  readonly retryLimit: number;
  readonly expireInS: number;
  handle(context: JobContext): Promise<void>;
}

/** One job being worked on in this process. */
export interface Run {
  readonly claim: Claim;
  stop(reason: StopReason): void;
  /** Resolves when the job is settled in the database; never rejects. */
  readonly done: Promise<void>;
}

export interface RunDeps {
  readonly boss: PgBoss;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
}

/** Least time between two stored progress values. */
const progressIntervalMs = 500;
/** How long a handler may take to end after its signal was aborted; then it is left behind. */
const stopGraceMs = 1500;

/** Starts the handler of a claimed job and settles the job by how it ends. */
export function runJob(deps: RunDeps, task: Task): Run {
  const controller = new AbortController();
  const { claim } = task;
  let reason: StopReason | null = null;
  const stop = (why: StopReason) => {
    reason ??= why;
    controller.abort(new Error(`the job was stopped: ${why}`));
  };
  const expiry = setTimeout(() => stop('expired'), task.expireInS * 1000);
  const context: JobContext = {
    jobId: claim.id,
    attempt: claim.retryCount + 1,
    lastAttempt: claim.retryCount >= task.retryLimit,
    signal: controller.signal,
    progress: createProgress(deps, claim, () => stop('lost')),
  };
  const done = runHandler(task, context)
    .then(
      () => deps.boss.complete(claim.name, claim).then(() => undefined),
      (error: unknown) => settleFailure(deps, { claim, context, error, reason }),
    )
    .catch((error: unknown) => {
      // The job stays active; its heartbeat ends or the next start finds it, and it runs again.
      deps.log.error({ err: error, job: claim.name, jobId: claim.id }, 'job could not be settled');
    })
    .finally(() => clearTimeout(expiry));
  return { claim, stop, done };
}

async function runHandler(task: Task, context: JobContext): Promise<void> {
  const { promise: abandoned, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    timer = setTimeout(() => reject(new Error('the handler ignored its signal and was left behind')), stopGraceMs);
  };
  context.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([task.handle(context), abandoned]);
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', onAbort);
  }
}

async function settleFailure(
  deps: RunDeps,
  end: { claim: Claim; context: JobContext; error: unknown; reason: StopReason | null },
): Promise<void> {
  const { claim, context, error, reason } = end;
  const facts = { err: error, job: claim.name, jobId: claim.id, attempt: context.attempt };
  if (reason === 'shutdown') {
    await releaseJob(deps.db, claim);
    deps.log.info(facts, 'job interrupted by shutdown; it runs again');
    return;
  }
  if (reason === 'cancelled' || reason === 'lost') {
    deps.log.info(facts, `job ${reason}`);
    return;
  }
  await deps.boss.fail(claim.name, claim, { message: describe(error, reason) });
  if (context.lastAttempt) deps.log.error(facts, 'job failed for good');
  else deps.log.warn(facts, 'job failed; it is tried again');
}

function describe(error: unknown, reason: StopReason | null): string {
  const message = error instanceof Error ? error.message : String(error);
  return (reason === 'expired' ? `time limit reached: ${message}` : message).slice(0, 2000);
}

function createProgress(deps: RunDeps, claim: Claim, onLost: () => void): JobContext['progress'] {
  let storedPercent = 0;
  let storedAtMs = -Infinity;
  return async (percent) => {
    const rounded = Math.round(Math.min(100, Math.max(0, percent)));
    const nowMs = deps.clock.now().getTime();
    if (rounded === storedPercent || nowMs - storedAtMs < progressIntervalMs) return;
    storedPercent = rounded;
    storedAtMs = nowMs;
    if (!(await storeProgress(deps.db, claim, rounded))) onLost();
  };
}
