import type { JobDefinition, ScheduleDefinition } from '../../platform/jobs/jobs.ts';
import type { IdentityDeps } from './identity-deps.ts';

/** Background work of identity. */
export function identityJobs(deps: Pick<IdentityDeps, 'db' | 'clock' | 'log'>): readonly JobDefinition[] {
  return [
    {
      name: 'identity.sweep-sessions',
      concurrency: 1,
      retryLimit: 3,
      retryDelayS: 60,
      expireInS: 600,
      async handle(_payload, context) {
        const { sweepSessions } = await import('./sweep-sessions.job.ts');
        const removed = await sweepSessions(deps, context.signal);
        if (removed > 0) deps.log.info({ removed }, 'ended sessions removed');
      },
    },
  ];
}

/** Once an hour; an ended session opens nothing before that either. */
export const identitySchedules: readonly ScheduleDefinition[] = [
  { job: 'identity.sweep-sessions', cron: '17 * * * *' },
];
