import { and, count, eq, sql, sum } from 'drizzle-orm';
import type { UploadId, UserId } from '@longwave/contracts/ids';
import type { UploadPurpose } from '@longwave/contracts/media';
import type { Queryable } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';
import { newId } from '../../platform/ids.ts';
import { uploaderOf, type UploadRow } from './read-upload.ts';
import { assets, uploads } from './schema.ts';
import type { UploadDeps } from './upload-deps.ts';
import { assertRoomFor, assertSizeAllowed, cleanFilename, cleanMime, uploadLifetimeMs } from './upload-policy.ts';

/** Kept free on the volume for the database and running jobs. */
const reservedFreeBytes = 64 * 1024 * 1024;

/** Bytes of this person's originals plus what open uploads will become, and how many are open. */
async function usageOf(db: Queryable, ownerId: UserId): Promise<{ openUploads: number; heldBytes: number }> {
  const [held] = await db
    .select({ bytes: sum(assets.sizeBytes) })
    .from(assets)
    .where(eq(assets.ownerId, ownerId));
  const [open] = await db
    .select({ uploads: count(), bytes: sum(uploads.sizeBytes) })
    .from(uploads)
    .where(and(eq(uploads.ownerId, ownerId), eq(uploads.state, 'open')));
  return {
    openUploads: open?.uploads ?? 0,
    heldBytes: Number(held?.bytes ?? 0) + Number(open?.bytes ?? 0),
  };
}

/** A file needs its size twice for a moment: as parts and joined. Hopeless uploads are refused before a byte is sent. */
async function assertDiskHasRoom(deps: Pick<UploadDeps, 'store'>, sizeBytes: number): Promise<void> {
  const freeBytes = await deps.store.freeBytes();
  if (freeBytes === null || freeBytes >= 2 * sizeBytes + reservedFreeBytes) return;
  throw new AppError('server.storage_full', {
    message: 'The storage of this server has no room for a file of this size.',
    details: { sizeBytes },
  });
}

/**
 * Opens a resumable upload. Limits are checked under a lock per owner, so parallel requests cannot pass them together.
 * Errors: `upload.empty`, `upload.too_large`, `upload.too_many_open`, `upload.quota_exceeded`, `server.storage_full`.
 */
export async function createUpload(
  deps: Pick<UploadDeps, 'db' | 'store' | 'clock' | 'settings'>,
  actor: Actor,
  input: { filename: string; size: number; mime: string; purpose: UploadPurpose },
): Promise<UploadRow> {
  const ownerId = uploaderOf(actor);
  assertSizeAllowed(input, deps.settings);
  await assertDiskHasRoom(deps, input.size);
  const createdAt = deps.clock.now();
  const upload: UploadRow = {
    id: newId<UploadId>(),
    ownerId,
    filename: cleanFilename(input.filename),
    sizeBytes: input.size,
    mime: cleanMime(input.mime),
    purpose: input.purpose,
    partSizeBytes: deps.settings.partBytes,
    state: 'open',
    assetId: null,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + uploadLifetimeMs),
  };
  await deps.db.tx(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`uploads:${ownerId}`}, 0))`);
    const wish = { sizeBytes: input.size, quotaBytes: deps.settings.quotaBytes };
    assertRoomFor(actor, await usageOf(tx, ownerId), wish);
    await tx.insert(uploads).values(upload);
  });
  return upload;
}
