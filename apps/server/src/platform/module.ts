import type { JobDefinition, ScheduleDefinition } from './jobs/jobs.ts';
import type { Reaction } from './events/events.ts';
import type { MountedRoute } from './http/routes.ts';
import type { RawRoute } from './http/raw-route.ts';

/** What a module hands to the composition root: plain data, no side effects. */
export interface Module {
  readonly name: string;
  readonly routes: readonly MountedRoute[];
  /** Routes that stream bytes and so bypass the envelope (part PUT, media GET). */
  readonly rawRoutes?: readonly RawRoute[];
  readonly jobs: readonly JobDefinition[];
  readonly schedules: readonly ScheduleDefinition[];
  readonly reactions: readonly Reaction[];
}
