import type { PgBoss, QueueOptions, QueueResult } from 'pg-boss';
import type { Database } from '../db/database.ts';
import type { JobDefinition, ScheduleDefinition } from './jobs.ts';

/** Receives a copy of every job that was given up, so `onDead` is itself a durable, retried job. */
export const deadQueue = 'platform.dead-letters';
/** Seconds without a heartbeat after which a job of a dead or stuck node is taken over (PostgreSQL only). */
export const heartbeatS = 10;
/** Longest wait between two tries, in seconds. */
const retryDelayMaxS = 3600;
/** The queue's own expiry is a backstop behind the dispatcher's timer, for a process that died. */
const expiryMarginS = 60;

type QueueSettings = QueueOptions & { notify: boolean; deadLetter?: string };

function settingsOf(db: Database, definition: JobDefinition): QueueSettings {
  return {
    retryLimit: definition.retryLimit,
    retryDelay: definition.retryDelayS,
    retryBackoff: true,
    retryDelayMax: Math.max(retryDelayMaxS, definition.retryDelayS),
    expireInSeconds: Math.ceil(definition.expireInS) + expiryMarginS,
    retentionSeconds: 400 * 24 * 3600,
    deleteAfterSeconds: 14 * 24 * 3600,
    notify: true,
    deadLetter: deadQueue,
    // One process owns a PGlite directory, so what it finds active at start is orphaned: no heartbeat needed.
    ...(db.kind === 'postgres' && { heartbeatSeconds: heartbeatS }),
  };
}

/** Creates the queues that are missing and updates those whose settings differ; a start without changes only reads. */
export async function syncQueues(boss: PgBoss, db: Database, definitions: readonly JobDefinition[]): Promise<void> {
  const existing = new Map<string, QueueResult>((await boss.getQueues()).map((queue) => [queue.name, queue]));
  if (!existing.has(deadQueue)) {
    await boss.createQueue(deadQueue, { notify: true, retryLimit: 10, retryDelay: 5, retryBackoff: true });
  }
  for (const definition of definitions) {
    const settings = settingsOf(db, definition);
    const current = existing.get(definition.name);
    // `exclusive`: at most one waiting or running job per singleton key; jobs without a key get their own id as key.
    if (!current) await boss.createQueue(definition.name, { ...settings, policy: 'exclusive' });
    else if (differs(settings, current)) await boss.updateQueue(definition.name, settings);
  }
}

function differs(settings: QueueSettings, current: QueueResult): boolean {
  return Object.entries(settings).some(([key, value]) => current[key as keyof QueueResult] !== value);
}

/** Makes the stored cron schedules equal to the given ones. A queue's scheduled jobs never pile up: one waits or runs. */
export async function syncSchedules(boss: PgBoss, schedules: readonly ScheduleDefinition[]): Promise<void> {
  const stored = await boss.getSchedules();
  const wanted = new Map(schedules.map((schedule) => [schedule.job as string, schedule.cron]));
  for (const { name } of stored) if (!wanted.has(name)) await boss.unschedule(name);
  for (const [job, cron] of wanted) {
    if (stored.some((schedule) => schedule.name === job && schedule.cron === cron)) continue;
    await boss.schedule(job, cron, {}, { tz: 'UTC', singletonKey: 'schedule' });
  }
}
