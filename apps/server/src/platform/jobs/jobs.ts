import type { JobName, JobPayload } from '@longwave/contracts/jobs';
import type { Tx } from '../db/database.ts';

export interface EnqueueOptions {
  /** Earliest start. */
  readonly startAfter?: Date;
  /** At most one waiting or running job with this key per queue; a second enqueue is a no-op. */
  readonly singletonKey?: string;
  readonly priority?: number;
}

/** What a running handler gets besides its payload. */
export interface JobContext {
  readonly jobId: string;
  /** 1 on the first try. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
  /** Aborted by cancel, by shutdown (then the job runs again) and by the queue's time limit. */
  readonly signal: AbortSignal;
  /** Records progress 0–100, throttled by the queue implementation. */
  progress(percent: number): Promise<void>;
}

/** One queue: its limits and the lazily imported handler. Plain data in each module's `module.ts`. */
export interface JobDefinition<N extends JobName = JobName> {
  readonly name: N;
  /** Jobs of this queue that may run at once in this process. */
  readonly concurrency: number;
  readonly retryLimit: number;
  /** First delay between tries, in seconds; doubles each time. */
  readonly retryDelayS: number;
  /** Hard limit of one run in seconds; the signal aborts then. */
  readonly expireInS: number;
  handle(payload: JobPayload<N>, context: JobContext): Promise<void>;
  /**
   * Called, at least once, after a job was given up for good: its last try failed, ran into the time limit, or its
   * process died. The place to tell people about work whose handler could not say so itself.
   */
  onDead?(payload: JobPayload<N>, failure: { readonly message: string }): Promise<void>;
}

export interface ScheduleDefinition {
  readonly job: JobName;
  /** Five-field cron in UTC. */
  readonly cron: string;
}

export const jobStates = ['waiting', 'active', 'retry', 'completed', 'cancelled', 'failed'] as const;
export interface JobSummary {
  readonly id: string;
  readonly name: JobName;
  readonly state: (typeof jobStates)[number];
  readonly percent: number;
  readonly attempt: number;
  readonly error: string | null;
  readonly createdAt: Date;
}

export interface Jobs extends AsyncDisposable {
  /** Writes the job in the caller's transaction: it exists exactly if the transaction commits. */
  enqueue<N extends JobName>(tx: Tx, name: N, payload: JobPayload<N>, options?: EnqueueOptions): Promise<string | null>;
  /** Registers queues and schedules and starts working. Jobs left active by a dead process are made to run again. */
  start(definitions: readonly JobDefinition[], schedules: readonly ScheduleDefinition[]): Promise<void>;
  /** Runs everything that is due until nothing is, in this call; for tests (no polling, no sleeping). Failed tries are retried at once. */
  processAll(): Promise<void>;
  /** Ends a waiting or running job; a running handler's signal aborts, on whichever node. `jobs.not_found`, `jobs.not_cancellable`. */
  cancel(id: string): Promise<void>;
  /** Gives a failed job one more try. `jobs.not_found`, `jobs.not_retryable`. */
  retry(id: string): Promise<void>;
  /** Newest first. */
  list(filter: { name?: JobName; state?: (typeof jobStates)[number]; limit: number }): Promise<JobSummary[]>;
  /** Waiting, active and failed counts per queue, and the age in seconds of the oldest waiting job. */
  stats(): Promise<{ name: JobName; waiting: number; active: number; failed: number; oldestWaitingS: number }[]>;
}
