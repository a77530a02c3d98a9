import { z } from 'zod';
import { jobNames } from './jobs.ts';
import { defineRoute } from './route.ts';

export const jobStates = ['waiting', 'active', 'retry', 'completed', 'cancelled', 'failed'] as const;

export const JobView = z.object({
  id: z.uuid(),
  name: z.enum(jobNames),
  state: z.enum(jobStates),
  percent: z.number().int(),
  attempt: z.number().int(),
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type JobView = z.infer<typeof JobView>;

const jobParams = z.strictObject({ id: z.uuid() });

export const listJobs = defineRoute({
  id: 'listJobs',
  method: 'GET',
  path: '/api/admin/jobs',
  tag: 'operations',
  summary: 'Jobs, newest first; `state=failed` lists what gave up after its tries',
  permission: 'jobs.manage',
  query: z.strictObject({
    name: z.enum(jobNames).optional(),
    state: z.enum(jobStates).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  response: z.array(JobView),
});

export const retryJob = defineRoute({
  id: 'retryJob',
  method: 'POST',
  path: '/api/admin/jobs/:id/retry',
  tag: 'operations',
  summary: 'Run a failed job again',
  permission: 'jobs.manage',
  params: jobParams,
  errors: ['jobs.not_found'],
});

export const cancelJob = defineRoute({
  id: 'cancelJob',
  method: 'POST',
  path: '/api/admin/jobs/:id/cancel',
  tag: 'operations',
  summary: 'Stop a waiting or running job',
  permission: 'jobs.manage',
  params: jobParams,
  errors: ['jobs.not_found', 'jobs.not_cancellable'],
});
