import type { PgBoss } from 'pg-boss';
import type { Database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { findJob } from './job-rows.ts';
import type { JobSummary } from './jobs.ts';

/** Marks a waiting or running job as cancelled. Errors: `jobs.not_found`, `jobs.not_cancellable`. */
export async function cancelJob(boss: PgBoss, db: Database, id: string): Promise<void> {
  const before = await requireJob(db, id);
  await boss.cancel(before.name, id);
  const { state } = await requireJob(db, id);
  if (state === 'cancelled' && before.state !== 'cancelled') return;
  throw new AppError('jobs.not_cancellable', { message: `The job is ${state} already.` });
}

/** Gives a failed job one more try. Errors: `jobs.not_found`, `jobs.not_retryable`. */
export async function retryJob(boss: PgBoss, db: Database, id: string): Promise<void> {
  const job = await requireJob(db, id);
  if (job.state !== 'failed') throw notRetryable(`The job is ${job.state}, not failed.`);
  try {
    await boss.retry(job.name, id);
  } catch (error) {
    // unique_violation: the singleton key is taken again
    if ((error as { code?: unknown }).code !== '23505') throw error;
    throw notRetryable('A newer job for the same thing is waiting or running.');
  }
}

function notRetryable(message: string): AppError {
  return new AppError('jobs.not_retryable', { message });
}

async function requireJob(db: Database, id: string): Promise<JobSummary> {
  const job = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? await findJob(db, id) : null;
  if (!job) throw new AppError('jobs.not_found', { message: 'There is no job with this id.' });
  return job;
}
