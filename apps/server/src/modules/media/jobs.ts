import type { JobDefinition, ScheduleDefinition } from '../../platform/jobs/jobs.ts';
import type { MediaDeps } from './media-deps.ts';

/** Longest run of one version: 8 h of sound at the wall limit of transcoding, and publishing it. */
const processLimitS = 18 * 3600;

/** Queues of the module; the handlers are loaded with their first job. */
export function mediaJobs(deps: MediaDeps): readonly JobDefinition[] {
  const process: JobDefinition<'media.process-version'> = {
    name: 'media.process-version',
    concurrency: deps.concurrency,
    retryLimit: 3,
    retryDelayS: 5,
    expireInS: processLimitS,
    handle: async (payload, context) =>
      (await import('./process-version.job.ts')).processVersion(deps, payload, context),
    onDead: async (payload, failure) => (await import('./give-up-version.ts')).giveUpVersion(deps, payload, failure),
  };
  const discard: JobDefinition<'media.discard-files'> = {
    name: 'media.discard-files',
    concurrency: 2,
    retryLimit: 5,
    retryDelayS: 30,
    expireInS: 600,
    handle: async (payload) => (await import('./discard-files.job.ts')).discardFiles(deps, payload),
  };
  const resume: JobDefinition<'media.resume-stalled'> = {
    name: 'media.resume-stalled',
    concurrency: 1,
    retryLimit: 0,
    retryDelayS: 60,
    expireInS: 60,
    handle: async () => (await import('./resume-stalled.job.ts')).resumeStalled(deps),
  };
  const sweepOrphans: JobDefinition<'media.sweep-orphans'> = {
    name: 'media.sweep-orphans',
    concurrency: 1,
    retryLimit: 2,
    retryDelayS: 300,
    expireInS: 3600,
    handle: async () => (await import('./sweep-orphans.job.ts')).sweepOrphans(deps),
  };
  const sweepUploads: JobDefinition<'media.sweep-uploads'> = {
    name: 'media.sweep-uploads',
    concurrency: 1,
    retryLimit: 2,
    retryDelayS: 60,
    expireInS: 600,
    handle: async () => (await import('./sweep-uploads.job.ts')).sweepUploads(deps),
  };
  return [process, discard, resume, sweepOrphans, sweepUploads] as readonly JobDefinition[];
}

export const mediaSchedules: readonly ScheduleDefinition[] = [
  { job: 'media.resume-stalled', cron: '*/5 * * * *' },
  { job: 'media.sweep-uploads', cron: '17 * * * *' },
  { job: 'media.sweep-orphans', cron: '41 4 * * *' },
];
