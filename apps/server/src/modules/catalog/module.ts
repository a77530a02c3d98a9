import type { Module } from '../../platform/module.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { catalogJobs, catalogSchedules } from './jobs.ts';
import { onTrackPublished } from './on-track-published.ts';
import { onVersionFailed } from './on-version-failed.ts';
import { onVersionProcessed } from './on-version-processed.ts';
import { onVersionStarted } from './on-version-started.ts';
import { oEmbedRoute } from './read-oembed.ts';
import { catalogRoutes } from './routes.ts';

export function catalogModule(deps: CatalogDeps): Module {
  return {
    name: 'catalog',
    routes: catalogRoutes(deps),
    rawRoutes: [oEmbedRoute(deps)],
    jobs: catalogJobs(deps),
    schedules: catalogSchedules,
    reactions: [onVersionStarted(deps), onVersionProcessed(deps), onVersionFailed(deps), onTrackPublished(deps)],
  };
}
