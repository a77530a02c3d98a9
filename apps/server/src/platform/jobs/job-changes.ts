import type { Database } from '../db/database.ts';
import { bossSchema } from './boss.ts';

/** A claim: the job and the try it was claimed for. Changes that carry it leave a newer try alone. */
export interface Claim {
  readonly id: string;
  readonly name: string;
  readonly retryCount: number;
}

/** Times a process may die under one job before the job is given up. */
export const maxCrashes = 10;

// Without `started_on` the next claim does not count as another try.
const backToWaiting = `state = (case when retry_count = 0 then 'created' else 'retry' end)::${bossSchema}.job_state,
  started_on = null, heartbeat_on = null, start_after = now()`;

/** Gives an interrupted job back; the interrupted run does not count as a try. */
export async function releaseJob(db: Database, claim: Claim): Promise<void> {
  await db.execute(
    `update ${bossSchema}.job set ${backToWaiting}
     where name = $1 and id = $2::uuid and retry_count = $3 and state = 'active'`,
    [claim.name, claim.id, claim.retryCount],
  );
}

/**
 * Gives back the jobs that a dead process left active (PGlite: nobody else can hold them). The run does not count as
 * a try, but a job under which the process died `maxCrashes` times is answered, to be failed by the caller.
 */
export async function releaseOrphans(db: Database, names: readonly string[]): Promise<Claim[]> {
  const { rows } = await db.execute(
    `with orphans as (
       update ${bossSchema}.job set output = jsonb_build_object(
         'percent', coalesce(output->'percent', '0'), 'crashes', coalesce((output->>'crashes')::int, 0) + 1)
       where state = 'active' and name = any($1::text[])
       returning id, name, retry_count, (output->>'crashes')::int as crashes)
     select id, name, retry_count, crashes from orphans`,
    [names],
  );
  const poisonous: Claim[] = [];
  for (const row of rows) {
    const claim = { id: String(row.id), name: String(row.name), retryCount: Number(row.retry_count) };
    if (Number(row.crashes) >= maxCrashes) poisonous.push(claim);
    else await releaseJob(db, claim);
  }
  return poisonous;
}

/** Lets the failure that follows be the last: no try is left. */
export async function useUpTries(db: Database, claim: Claim): Promise<void> {
  await db.execute(
    `update ${bossSchema}.job set retry_limit = retry_count where name = $1 and id = $2::uuid and state = 'active'`,
    [claim.name, claim.id],
  );
}

/** Refreshes the heartbeat of running jobs; answers the ids still claimed by these tries. */
export async function touchJobs(db: Database, claims: readonly Claim[]): Promise<Set<string>> {
  const { rows } = await db.execute(
    `update ${bossSchema}.job set heartbeat_on = now()
     where name = any($1::text[]) and state = 'active' and id::text || ':' || retry_count = any($2::text[]) returning id`,
    [[...new Set(claims.map((claim) => claim.name))], claims.map((claim) => `${claim.id}:${claim.retryCount}`)],
  );
  return new Set(rows.map((row) => String(row.id)));
}

/** Stores progress of the running try; false when the claim is gone (cancelled or taken over). */
export async function storeProgress(db: Database, claim: Claim, percent: number): Promise<boolean> {
  const { rows } = await db.execute(
    `update ${bossSchema}.job
     set output = jsonb_build_object('percent', $4::int, 'crashes', coalesce(output->'crashes', '0'))
     where name = $1 and id = $2::uuid and retry_count = $3 and state = 'active' returning id`,
    [claim.name, claim.id, claim.retryCount, percent],
  );
  return rows.length > 0;
}

const shiftDays = 36_500;
/**
 * Start time to store for a job that only `processAll` may start: a century ahead of the wanted time, because
 * its clock is not the database's, which decides what is due.
 */
export function shiftedStart(startAfter: Date): Date {
  return new Date(startAfter.getTime() + shiftDays * 24 * 3600 * 1000);
}

/** Makes jobs due at once: all that wait for another try, and those with a shifted start that has come by `now`. */
export async function makeDue(db: Database, now: Date): Promise<void> {
  await db.execute(
    `update ${bossSchema}.job set start_after = now()
     where state in ('created', 'retry') and start_after > now() and (state = 'retry'
       or (start_after > now() + interval '18250 days' and start_after <= $1::timestamptz))`,
    [shiftedStart(now).toISOString()],
  );
}
