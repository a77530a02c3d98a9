import type { TrackVersionId } from '@longwave/contracts/ids';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import { FakeClock, systemClock, type Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../ids.ts';
import { createLog } from '../log.ts';
import { createJobs } from './create-jobs.ts';
import { maxCrashes } from './job-changes.ts';
import type { JobContext, JobDefinition, Jobs } from './jobs.ts';

const log = createLog({ level: 'silent', pretty: false });
const name = 'media.process-version';
const start = new Date('2026-01-01T00:00:00Z');

let db: Database;
const open: AsyncDisposable[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());
afterEach(async () => {
  for (const jobs of open.splice(0)) await jobs[Symbol.asyncDispose]();
  await db.execute('truncate pgboss.job, pgboss.schedule');
});

const payload = () => ({ versionId: newId<TrackVersionId>() });
type Handle = (payload: { versionId: TrackVersionId }, context: JobContext) => Promise<void>;
function definition(handle: Handle, changes: Partial<JobDefinition<typeof name>> = {}): JobDefinition {
  return { name, concurrency: 2, retryLimit: 2, retryDelayS: 60, expireInS: 600, handle, ...changes } as JobDefinition;
}
async function startJobs(
  definitions: JobDefinition[],
  options: { mode?: 'live' | 'manual'; clock?: Clock; shutdownGraceMs?: number } = {},
): Promise<Jobs> {
  const jobs = createJobs({ db, log, clock: new FakeClock(start), mode: 'manual', ...options });
  open.push(jobs);
  await jobs.start(definitions, []);
  return jobs;
}
const enqueue = (jobs: Jobs, options = {}) => db.tx((tx) => jobs.enqueue(tx, name, payload(), options));
const theJob = async (jobs: Jobs) => {
  const [job] = await jobs.list({ limit: 10 });
  if (!job) throw new Error('there is no job');
  return job;
};
/** A promise and what resolves it, to meet a handler at a known point. */
const meeting = () => Promise.withResolvers<void>();
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('enqueue', () => {
  test('leaves no job when the transaction is rolled back, and runs one that committed', async () => {
    const seen: unknown[] = [];
    const jobs = await startJobs([definition(async (given) => void seen.push(given))]);
    const kept = payload();
    await expect(
      db.tx(async (tx) => {
        await jobs.enqueue(tx, name, payload());
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    await db.tx((tx) => jobs.enqueue(tx, name, kept));
    await jobs.processAll();
    expect(seen).toEqual([kept]);
    expect(await jobs.list({ limit: 10 })).toMatchObject([{ state: 'completed', percent: 100, attempt: 1 }]);
  });

  test('refuses a payload that its schema refuses', async () => {
    const jobs = await startJobs([definition(async () => undefined)]);
    const wrong = { versionId: 'x' as TrackVersionId };
    await expect(db.tx((tx) => jobs.enqueue(tx, name, wrong))).rejects.toThrow('Invalid UUID');
    expect(await jobs.list({ limit: 10 })).toEqual([]);
  });

  test('keeps one waiting job for a singleton key, and any number without one', async () => {
    let runs = 0;
    const jobs = await startJobs([definition(async () => void (runs += 1))]);
    expect(await enqueue(jobs, { singletonKey: 'a' })).toEqual(expect.any(String));
    expect(await enqueue(jobs, { singletonKey: 'a' })).toBeNull();
    await enqueue(jobs, { singletonKey: 'b' });
    await enqueue(jobs);
    await enqueue(jobs);
    await jobs.processAll();
    expect(runs).toBe(4);
    expect(await enqueue(jobs, { singletonKey: 'a' })).toEqual(expect.any(String));
  });

  test('holds a delayed job back until its time has come', async () => {
    let runs = 0;
    const clock = new FakeClock(start);
    const jobs = await startJobs([definition(async () => void (runs += 1))], { clock });
    await enqueue(jobs, { startAfter: new Date(start.getTime() + 3600_000) });
    await jobs.processAll();
    expect(runs).toBe(0);
    clock.advanceMs(3600_000);
    await jobs.processAll();
    expect(runs).toBe(1);
  });

  test('runs higher priorities first', async () => {
    const order: string[] = [];
    const jobs = await startJobs([definition(async ({ versionId }) => void order.push(versionId), { concurrency: 1 })]);
    const [low, high] = [payload(), payload()];
    await db.tx((tx) => jobs.enqueue(tx, name, low));
    await db.tx((tx) => jobs.enqueue(tx, name, high, { priority: 10 }));
    await jobs.processAll();
    expect(order).toEqual([high.versionId, low.versionId]);
  });
});

describe('running', () => {
  test('runs no more jobs of a queue at once than its concurrency', async () => {
    let running = 0;
    let most = 0;
    const jobs = await startJobs([
      definition(async () => {
        most = Math.max(most, (running += 1));
        await new Promise(setImmediate);
        running -= 1;
      }),
    ]);
    for (let count = 0; count < 7; count += 1) await enqueue(jobs);
    await jobs.processAll();
    expect(most).toBe(2);
    expect(await jobs.list({ state: 'completed', limit: 10 })).toHaveLength(7);
  });

  test('tries a failing job again up to its limit, then shows it as failed and tells its module', async () => {
    const attempts: [number, boolean][] = [];
    const dead: unknown[] = [];
    const jobs = await startJobs([
      definition(
        async (_, { attempt, lastAttempt }) => {
          attempts.push([attempt, lastAttempt]);
          throw new Error(`try ${attempt} failed`);
        },
        { onDead: async (given, failure) => void dead.push([given, failure.message]) },
      ),
    ]);
    const given = payload();
    await db.tx((tx) => jobs.enqueue(tx, name, given));
    await jobs.processAll();
    expect(attempts).toEqual([[1, false], [2, false], [3, true]]); // prettier-ignore
    expect(await jobs.list({ state: 'failed', limit: 10 })).toMatchObject([{ attempt: 3, error: 'try 3 failed' }]);
    expect(dead).toEqual([[given, 'try 3 failed']]);
  });

  test('gives a failed job one more try on request', async () => {
    let broken = true;
    const jobs = await startJobs([
      definition(
        async () => {
          if (broken) throw new Error('broken');
        },
        { retryLimit: 0 },
      ),
    ]);
    await enqueue(jobs, { singletonKey: 'a' });
    await jobs.processAll();
    const { id, state } = await theJob(jobs);
    expect(state).toBe('failed');
    const newer = await enqueue(jobs, { singletonKey: 'a' });
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'jobs.not_retryable' });
    await jobs.cancel(String(newer));
    await db.execute("delete from pgboss.job where state = 'cancelled'");
    broken = false;
    await jobs.retry(id);
    await jobs.processAll();
    expect(await theJob(jobs)).toMatchObject({ state: 'completed', attempt: 2 });
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'jobs.not_retryable' });
  });

  test('shows the progress of a running job', async () => {
    const jobs = await startJobs([
      definition(async (_, { progress }) => {
        await progress(41.6);
        expect(await theJob(jobs)).toMatchObject({ state: 'active', percent: 42, attempt: 1 });
      }),
    ]);
    await enqueue(jobs);
    await jobs.processAll();
    expect(await theJob(jobs)).toMatchObject({ state: 'completed' });
  });

  test('ends a run at its time limit and counts it as a failed try', async () => {
    const jobs = await startJobs([
      definition((_, { signal }) => untilAborted(signal), { expireInS: 0.05, retryLimit: 0 }),
    ]);
    await enqueue(jobs);
    await jobs.processAll();
    expect(await theJob(jobs)).toMatchObject({ state: 'failed', error: expect.stringContaining('time limit reached') });
  });

  test('counts waiting, active and failed jobs by queue', async () => {
    const jobs = await startJobs([
      definition(
        async () => {
          throw new Error('no');
        },
        { retryLimit: 0 },
      ),
    ]);
    await enqueue(jobs);
    await jobs.processAll();
    await enqueue(jobs);
    expect((await jobs.stats()).filter((queue) => queue.name === name)).toMatchObject([
      { name, waiting: 1, active: 0, failed: 1 },
    ]);
  });
});

describe('cancel', () => {
  test('keeps a waiting job from running', async () => {
    let runs = 0;
    const jobs = await startJobs([definition(async () => void (runs += 1))]);
    const id = await enqueue(jobs);
    await jobs.cancel(String(id));
    await jobs.processAll();
    expect(runs).toBe(0);
    expect(await theJob(jobs)).toMatchObject({ state: 'cancelled' });
    await expect(jobs.cancel(String(id))).rejects.toMatchObject({ code: 'jobs.not_cancellable' });
    await expect(jobs.cancel(newId())).rejects.toMatchObject({ code: 'jobs.not_found' });
    await expect(jobs.cancel('nonsense')).rejects.toMatchObject({ code: 'jobs.not_found' });
  });

  test('aborts the signal of a running job, also from another node', async () => {
    const running = meeting();
    const jobs = await startJobs([
      definition(async (_, { signal }) => {
        running.resolve();
        await untilAborted(signal);
      }),
    ]);
    const other = await startJobs([definition(async () => undefined)], { mode: 'manual' });
    const id = await enqueue(jobs);
    const processed = jobs.processAll();
    await running.promise;
    // On PGlite a second instance stands in for the other node; there is only one process.
    await (db.kind === 'postgres' ? other : jobs).cancel(String(id));
    await processed;
    expect(await theJob(jobs)).toMatchObject({ state: 'cancelled' });
  });
});

describe('live workers', () => {
  test('run a job as soon as its transaction has committed', async () => {
    const ran = meeting();
    const jobs = await startJobs([definition(async () => ran.resolve())], { mode: 'live', clock: systemClock });
    await enqueue(jobs);
    await expect(ran.promise).resolves.toBeUndefined();
  });

  test('keep stored schedules equal to the given ones', async () => {
    const jobs = createJobs({ db, log, clock: systemClock });
    open.push(jobs);
    const sweep = { ...definition(async () => undefined), name: 'media.sweep-orphans' } as JobDefinition;
    await jobs.start([sweep], [{ job: 'media.sweep-orphans', cron: '15 4 * * *' }]);
    const { rows } = await db.execute('select name, cron, timezone from pgboss.schedule');
    expect(rows).toEqual([{ name: 'media.sweep-orphans', cron: '15 4 * * *', timezone: 'UTC' }]);
  });

  test('that shut down let a job end within the grace, and enqueue what follows it', async () => {
    const [running, mayEnd] = [meeting(), meeting()];
    const jobs = await startJobs(
      [
        definition(async () => {
          running.resolve();
          await mayEnd.promise;
          await enqueue(jobs);
        }),
      ],
      { mode: 'live', clock: systemClock },
    );
    await enqueue(jobs);
    await running.promise;
    const ended = jobs[Symbol.asyncDispose]();
    mayEnd.resolve();
    await ended;
    expect((await jobs.list({ limit: 10 })).map(({ state }) => state)).toEqual(['waiting', 'completed']);
  });

  test('that shut down abort what runs too long, which runs again without losing a try', async () => {
    const running = meeting();
    const first = await startJobs(
      [
        definition(async (_, { signal }) => {
          running.resolve();
          await untilAborted(signal);
        }),
      ],
      { mode: 'live', clock: systemClock, shutdownGraceMs: 0 },
    );
    await enqueue(first);
    await running.promise;
    await first[Symbol.asyncDispose]();
    const attempts: number[] = [];
    const second = await startJobs([definition(async (_, { attempt }) => void attempts.push(attempt))]);
    await second.processAll();
    expect(attempts).toEqual([1]);
  });
});

/** What the tables look like when the process died while it worked on every job. */
const die = () =>
  db.execute("update pgboss.job set state = 'active', started_on = now() where state in ('created', 'retry')");

describe.runIf(process.env.TEST_DATABASE !== 'postgres')('orphans of a dead process (embedded database)', () => {
  test('run again at the next start, without losing a try', async () => {
    const first = await startJobs([definition(async () => undefined)]);
    await enqueue(first);
    await die();
    const attempts: number[] = [];
    const second = await startJobs([definition(async (_, { attempt }) => void attempts.push(attempt))]);
    await second.processAll();
    expect(attempts).toEqual([1]);
  });

  test('are given up when the process died under them too often', async () => {
    const dead: string[] = [];
    const define = () =>
      definition(async () => undefined, { onDead: async (_, { message }) => void dead.push(message) });
    const first = await startJobs([define()]);
    await enqueue(first);
    for (let crash = 0; crash < maxCrashes; crash += 1) {
      await die();
      await startJobs([define()]);
    }
    await first.processAll();
    expect(await first.list({ state: 'failed', limit: 10 })).toHaveLength(1);
    expect(dead).toEqual(['The server died each time it worked on this job.']);
  });
});
