import type { Module } from '../../platform/module.ts';
import { mediaJobs, mediaSchedules } from './jobs.ts';
import type { MediaDeps } from './media-deps.ts';
import { uploadRawRoutes, uploadRoutes } from './routes-uploads.ts';

/** The module as data for the composition root. */
export function mediaModule(deps: MediaDeps): Module {
  return {
    name: 'media',
    routes: uploadRoutes(deps),
    rawRoutes: uploadRawRoutes(deps),
    jobs: mediaJobs(deps),
    schedules: mediaSchedules,
    reactions: [],
  };
}
