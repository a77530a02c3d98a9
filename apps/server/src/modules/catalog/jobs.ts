import type { JobDefinition, ScheduleDefinition } from '../../platform/jobs/jobs.ts';
import type { JobName } from '@longwave/contracts/jobs';
import type { CatalogDeps } from './catalog-deps.ts';

/** Gives each handler the payload type of its own name. */
function define<N extends JobName>(definition: JobDefinition<N>): JobDefinition<N> {
  return definition;
}

export function catalogJobs(deps: CatalogDeps): JobDefinition[] {
  return [
    define({
      name: 'catalog.publish-scheduled',
      concurrency: 4,
      retryLimit: 10,
      retryDelayS: 2,
      expireInS: 60,
      handle: async (payload) => (await import('./publish-scheduled.job.ts')).publishScheduled(deps, payload),
    }),
    define({
      name: 'catalog.purge-deleted',
      concurrency: 1,
      retryLimit: 3,
      retryDelayS: 60,
      expireInS: 900,
      handle: async () => {
        await (await import('./purge-deleted.job.ts')).purgeDeleted(deps);
      },
    }),
    define({
      name: 'catalog.make-sample',
      concurrency: 1,
      retryLimit: 3,
      retryDelayS: 5,
      expireInS: 300,
      handle: async (payload) => (await import('./make-sample.job.ts')).makeSample(deps, payload),
    }),
  ];
}

export const catalogSchedules: readonly ScheduleDefinition[] = [{ job: 'catalog.purge-deleted', cron: '17 3 * * *' }];
