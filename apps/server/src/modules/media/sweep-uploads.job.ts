import { and, eq, inArray, lt, ne } from 'drizzle-orm';
import type { UploadId } from '@longwave/contracts/ids';
import { markAborted } from './abort-upload.ts';
import { findUpload } from './read-upload.ts';
import { uploads } from './schema.ts';
import type { UploadDeps } from './upload-deps.ts';
import { uploadPrefix } from './upload-keys.ts';

type Deps = Pick<UploadDeps, 'db' | 'store' | 'clock' | 'log'>;

/** Ended uploads answer a repeated `complete` for this long. */
const endedKeptMs = 7 * 24 * 3600 * 1000;
/** Files younger than this may belong to a request or import that is still running. */
const orphanMinAgeMs = 24 * 3600 * 1000;
const batch = 200;

/** Ends uploads whose time is over, forgets those that ended long ago, and removes files that no open upload owns. */
export async function sweepUploads(deps: Deps): Promise<void> {
  const expired = await expireOverdue(deps);
  const endedBefore = new Date(deps.clock.now().getTime() - endedKeptMs);
  await deps.db.tx((tx) =>
    tx.delete(uploads).where(and(ne(uploads.state, 'open'), lt(uploads.expiresAt, endedBefore))),
  );
  const orphans = await findOrphanUploadPrefixes(deps);
  for (const prefix of orphans) await deps.store.removePrefix(prefix);
  if (expired + orphans.length > 0) deps.log.info({ expired, orphans: orphans.length }, 'cleared unfinished uploads');
}

async function expireOverdue(deps: Deps): Promise<number> {
  const now = deps.clock.now();
  let expired = 0;
  for (;;) {
    const overdue = await deps.db.read
      .select({ id: uploads.id })
      .from(uploads)
      .where(and(eq(uploads.state, 'open'), lt(uploads.expiresAt, now)))
      .limit(batch);
    for (const { id } of overdue) {
      await expireUpload(deps, id as UploadId);
      expired += 1;
    }
    if (overdue.length < batch) return expired;
  }
}

/** The state is read again under the lock: a completion that was running when the time ended wins. */
async function expireUpload(deps: Deps, id: UploadId): Promise<void> {
  await deps.db.tx(async (tx, { afterCommit }) => {
    const upload = await findUpload(tx, { id, lock: true });
    if (upload?.state !== 'open') return;
    await markAborted(tx, id);
    afterCommit(() => deps.store.removePrefix(uploadPrefix(id)));
  });
}

/** Prefixes below `uploads/` without an open upload in which nothing has changed for a day: left by a crash. */
export async function findOrphanUploadPrefixes(deps: Pick<Deps, 'db' | 'store' | 'clock'>): Promise<string[]> {
  const newest = new Map<string, number>();
  for await (const { key, modifiedAt } of deps.store.list('uploads')) {
    const name = key.split('/')[1] ?? '';
    newest.set(name, Math.max(newest.get(name) ?? 0, modifiedAt.getTime()));
  }
  const before = deps.clock.now().getTime() - orphanMinAgeMs;
  const old = [...newest].filter(([, modifiedMs]) => modifiedMs < before).map(([name]) => name);
  const open = new Set<string>();
  const ids = old.filter((name) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name));
  for (let at = 0; at < ids.length; at += batch) {
    const rows = await deps.db.read
      .select({ id: uploads.id })
      .from(uploads)
      .where(and(eq(uploads.state, 'open'), inArray(uploads.id, ids.slice(at, at + batch))));
    for (const row of rows) open.add(row.id);
  }
  return old.filter((name) => !open.has(name)).map((name) => `uploads/${name}`);
}
