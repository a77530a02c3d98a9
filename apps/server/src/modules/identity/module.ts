import type { Module } from '../../platform/module.ts';
import type { IdentityModuleDeps } from './identity-deps.ts';
import { identityJobs, identitySchedules } from './jobs.ts';
import { identityRoutes } from './routes.ts';

/** Identity as plain data for the composition root. */
export function identityModule(deps: IdentityModuleDeps): Module {
  return {
    name: 'identity',
    routes: identityRoutes(deps),
    jobs: identityJobs(deps),
    schedules: identitySchedules,
    reactions: [],
  };
}
