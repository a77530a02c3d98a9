import { jobPayloads } from '@longwave/contracts/jobs';
import type { PgBoss } from 'pg-boss';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import { inTransaction, openBoss } from './boss.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { makeDue, releaseOrphans, shiftedStart, touchJobs, useUpTries } from './job-changes.ts';
import { listJobs, readStats } from './job-rows.ts';
import type { EnqueueOptions, JobDefinition, Jobs } from './jobs.ts';
import { cancelJob, retryJob } from './manage-jobs.ts';
import { startPump, type Pump } from './pump.ts';
import { heartbeatS, syncQueues, syncSchedules } from './queues.ts';

/** Channel on which nodes tell each other to stop a cancelled job. */
const cancelChannel = 'longwave_job_cancelled';
/** Poll for delayed jobs and retries; new jobs wake the dispatcher by notification. */
const pollMs = 2000;

export interface JobsOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** `manual`: no workers, timers or cron; jobs run only in `processAll`. For tests and commands. Default `live`. */
  readonly mode?: 'live' | 'manual';
  /** How long running jobs may go on at shutdown before their signal is aborted. Default 8 s. */
  readonly shutdownGraceMs?: number;
}

interface Started {
  readonly dispatcher: Dispatcher;
  readonly stop: () => Promise<void>;
}

/** The job queue on this database. `enqueue`, `processAll` and the rest need `start` first. */
export function createJobs(options: JobsOptions): Jobs {
  const { db, clock, log } = options;
  const live = options.mode !== 'manual';
  let pump: Pump | null = null;
  let started: Started | null = null;
  const wake = () => pump?.wake();
  const boss = openBoss({ db, log, live, onNotify: wake });
  function onError(error: unknown): void {
    log.error({ err: error }, 'jobs could not be claimed; retrying');
  }
  const ready = (): Started => {
    if (!started) throw new Error('jobs are used before start() or after their end');
    return started;
  };

  return {
    // oxlint-disable-next-line max-params -- the interface's signature, in the order of a sentence
    async enqueue(tx, name, payload, enqueueOptions = {}) {
      ready();
      const data = jobPayloads[name].parse(payload);
      return boss.send(name, data, { ...sendOptions(enqueueOptions, clock, live), db: inTransaction(db, tx) });
    },
    async start(definitions, schedules) {
      if (started) throw new Error('jobs are started already');
      const byName = new Map<string, JobDefinition>(definitions.map((definition) => [definition.name, definition]));
      await boss.start();
      await syncQueues(boss, db, definitions);
      if (live) await syncSchedules(boss, schedules);
      if (db.kind === 'pglite') await takeBackOrphans(boss, db, [...byName.keys()]);
      const dispatcher = createDispatcher({ boss, db, clock, log }, byName, wake);
      const stopListening = await db.listen(cancelChannel, (id) => stopRun(dispatcher, id));
      const stopHeartbeat = live && db.kind === 'postgres' ? startHeartbeat(db, dispatcher, log) : () => undefined;
      if (live) {
        pump = startPump({ work: dispatcher.dispatch, pollMs, onError });
      }
      started = {
        dispatcher,
        async stop() {
          await pump?.stop();
          await dispatcher.settle(options.shutdownGraceMs ?? 8000);
          stopHeartbeat();
          await stopListening();
          await boss.stop({ graceful: false });
        },
      };
    },
    async processAll() {
      await ready().dispatcher.drain(() => makeDue(db, clock.now()));
    },
    async cancel(id) {
      await cancelJob(boss, db, id);
      await db.execute('select pg_notify($1, $2)', [cancelChannel, id]);
      if (started) stopRun(started.dispatcher, id);
    },
    async retry(id) {
      await retryJob(boss, db, id);
      wake();
    },
    list: (filter) => listJobs(db, filter),
    stats: () => readStats(db),
    async [Symbol.asyncDispose]() {
      // Handlers that end within the grace may still enqueue what follows, so the queue closes last.
      await started?.stop();
      started = null;
    },
  };
}

function sendOptions({ startAfter, singletonKey, priority }: EnqueueOptions, clock: Clock, live: boolean) {
  const id = newId<string>();
  const delayed = startAfter !== undefined && startAfter > clock.now();
  return {
    id,
    singletonKey: singletonKey ?? id,
    ...(priority !== undefined && { priority }),
    ...(delayed && { startAfter: live ? startAfter : shiftedStart(startAfter) }),
  };
}

async function takeBackOrphans(boss: PgBoss, db: Database, names: readonly string[]): Promise<void> {
  for (const claim of await releaseOrphans(db, names)) {
    await useUpTries(db, claim);
    await boss.fail(claim.name, claim, { message: 'The server died each time it worked on this job.' });
  }
}

function stopRun(dispatcher: Dispatcher, id: string): void {
  for (const run of dispatcher.runs) if (run.claim.id === id) run.stop('cancelled');
}

/** Keeps the claims of running jobs alive, and stops runs whose claim is gone: cancelled, or taken over by a node. */
function startHeartbeat(db: Database, dispatcher: Dispatcher, log: Log): () => void {
  const beat = async () => {
    const runs = [...dispatcher.runs];
    if (runs.length === 0) return;
    const held = await touchJobs(
      db,
      runs.map((run) => run.claim),
    );
    for (const run of runs) if (!held.has(run.claim.id)) run.stop('lost');
  };
  const onError = (error: unknown) => log.warn({ err: error }, 'job heartbeat failed');
  const timer = setInterval(() => void beat().catch(onError), (heartbeatS * 1000) / 3);
  timer.unref();
  return () => clearInterval(timer);
}
