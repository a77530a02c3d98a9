import { jobNames, type JobName } from '@longwave/contracts/jobs';
import type { Database } from '../db/database.ts';
import { bossSchema } from './boss.ts';
import { jobStates, type Jobs, type JobSummary } from './jobs.ts';

type State = JobSummary['state'];
const toStored = (state: State): string => (state === 'waiting' ? 'created' : state);
const fromStored = (state: unknown): State => jobStates.find((known) => toStored(known) === state) ?? 'failed';

/** Our columns of a job row; `attempt` is the number of tries begun. */
const summaryColumns = `id, name, state::text as state, output, created_on,
  retry_count + (case when started_on is null then 0 else 1 end) as attempt`;

function toSummary(row: Record<string, unknown>): JobSummary {
  const state = fromStored(row.state);
  const output = (row.output ?? {}) as { percent?: number; message?: string };
  return {
    id: String(row.id),
    name: row.name as JobName,
    state,
    percent: state === 'completed' ? 100 : (output.percent ?? 0),
    attempt: Number(row.attempt),
    error: output.message ?? null,
    createdAt: new Date(row.created_on as string | Date),
  };
}

/** Jobs newest first. */
export async function listJobs(db: Database, filter: Parameters<Jobs['list']>[0]): Promise<JobSummary[]> {
  const { rows } = await db.execute(
    `select ${summaryColumns} from ${bossSchema}.job
     where name = any($1::text[]) and ($2::text is null or state = $2::${bossSchema}.job_state)
     order by created_on desc, id desc limit $3`,
    [filter.name ? [filter.name] : jobNames, filter.state ? toStored(filter.state) : null, filter.limit],
  );
  return rows.map(toSummary);
}

export async function findJob(db: Database, id: string): Promise<JobSummary | null> {
  const { rows } = await db.execute(
    `select ${summaryColumns} from ${bossSchema}.job where id = $1::uuid and name = any($2::text[])`,
    [id, jobNames],
  );
  return rows[0] ? toSummary(rows[0]) : null;
}

export async function readStats(db: Database): ReturnType<Jobs['stats']> {
  const { rows } = await db.execute(
    `select q.name,
       count(*) filter (where j.state in ('created', 'retry')) as waiting,
       count(*) filter (where j.state = 'active') as active,
       count(*) filter (where j.state = 'failed') as failed,
       coalesce(extract(epoch from now() - min(j.start_after)
         filter (where j.state in ('created', 'retry') and j.start_after <= now())), 0) as oldest
     from ${bossSchema}.queue q left join ${bossSchema}.job j on j.name = q.name and j.state in ('created', 'retry', 'active', 'failed')
     where q.name = any($1::text[]) group by q.name order by q.name`,
    [jobNames],
  );
  return rows.map((row) => ({
    name: row.name as JobName,
    waiting: Number(row.waiting),
    active: Number(row.active),
    failed: Number(row.failed),
    oldestWaitingS: Number(row.oldest),
  }));
}

/** Which of these queues have a job that may start now; one cheap statement for all of them. */
export async function readDueQueues(db: Database, names: readonly string[]): Promise<string[]> {
  const { rows } = await db.execute(
    `select n as name from unnest($1::text[]) n where exists (
       select 1 from ${bossSchema}.job j
       where j.name = n and j.state < 'active' and not j.blocked and j.start_after <= now())`,
    [names],
  );
  return rows.map((row) => String(row.name));
}
