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
  readonly handle: (payload: JobPayload<N>, context: JobContext) => Promise<void>;
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
  cancel(id: string): Promise<void>;
  retry(id: string): Promise<void>;
  list(filter: { name?: JobName; state?: (typeof jobStates)[number]; limit: number }): Promise<JobSummary[]>;
  /** Waiting, active and failed counts per queue, and the age in seconds of the oldest waiting job. */
  stats(): Promise<{ name: JobName; waiting: number; active: number; failed: number; oldestWaitingS: number }[]>;
}
