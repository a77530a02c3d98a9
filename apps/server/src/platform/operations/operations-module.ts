import * as contract from '@longwave/contracts/operations';
import type { JobView } from '@longwave/contracts/operations';
import { mount } from '../http/routes.ts';
import type { RawRoute } from '../http/raw-route.ts';
import type { JobDefinition, Jobs, JobSummary } from '../jobs/jobs.ts';
import type { Module } from '../module.ts';

/** Work the platform itself does by schedule. */
export interface Upkeep {
  maintainDatabase(): Promise<void>;
  backUpDatabase(): Promise<void>;
  trimLogs(): Promise<void>;
}

function presentJob(job: JobSummary): JobView {
  return {
    id: job.id,
    name: job.name,
    state: job.state,
    percent: job.percent,
    attempt: job.attempt,
    error: job.error,
    createdAt: job.createdAt.toISOString(),
  };
}

function upkeepJobs(upkeep: Upkeep): JobDefinition[] {
  const common = { concurrency: 1, retryLimit: 2, retryDelayS: 60, expireInS: 1800 };
  return [
    { name: 'platform.maintain-database', ...common, handle: () => upkeep.maintainDatabase() },
    { name: 'platform.backup-database', ...common, handle: () => upkeep.backUpDatabase() },
    { name: 'platform.trim-logs', ...common, handle: () => upkeep.trimLogs() },
  ];
}

/** Job queue for the admin, live events as Server-Sent Events, and the platform's own schedules, in the shape of a module. */
export function operationsModule(deps: { jobs: Jobs; upkeep: Upkeep; eventStream: RawRoute }): Module {
  const { jobs, upkeep, eventStream } = deps;
  return {
    name: 'operations',
    routes: [
      mount(contract.listJobs, async ({ query }) => {
        const { name, state, limit } = query;
        const filter = { limit, ...(name && { name }), ...(state && { state }) };
        return { data: (await jobs.list(filter)).map(presentJob) };
      }),
      mount(contract.retryJob, ({ params }) => jobs.retry(params.id)),
      mount(contract.cancelJob, ({ params }) => jobs.cancel(params.id)),
    ],
    rawRoutes: [eventStream],
    jobs: upkeepJobs(upkeep),
    schedules: [
      { job: 'platform.maintain-database', cron: '41 * * * *' },
      { job: 'platform.backup-database', cron: '7 * * * *' },
      { job: 'platform.trim-logs', cron: '23 3 * * *' },
    ],
    reactions: [],
  };
}
