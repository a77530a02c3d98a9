import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { UploadId, UserId } from '@longwave/contracts/ids';
import type { Queryable } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';
import { uploadParts, uploads } from './schema.ts';

export type UploadRow = typeof uploads.$inferSelect & { id: UploadId };
export interface ReceivedPart {
  readonly n: number;
  readonly etag: string;
  readonly sizeBytes: number;
}

/** The account behind the actor; uploads always have one (permission `upload.write`). */
export function uploaderOf(actor: Actor): UserId {
  if (actor.kind === 'user') return actor.userId;
  throw new AppError('auth.required', { message: 'Sign in to upload.' });
}

export function uploadNotFound(): AppError {
  return new AppError('upload.not_found', { message: 'There is no such upload of yours.' });
}

/** An upload by its id, whoever owns it; null when there is none. `lock` holds its row until the transaction ends. */
export async function findUpload(
  db: Queryable,
  { id, lock = false }: { readonly id: UploadId; readonly lock?: boolean },
): Promise<UploadRow | null> {
  const query = db.select().from(uploads).where(eq(uploads.id, id));
  const [row] = lock ? await query.for('update') : await query;
  return row ? { ...row, id } : null;
}

/** An upload of this person; `upload.not_found` also when it is someone else's. */
export async function requireOwnUpload(
  db: Queryable,
  actor: Actor,
  wanted: { readonly id: UploadId; readonly lock?: boolean },
): Promise<UploadRow> {
  const upload = await findUpload(db, wanted);
  if (!upload || upload.ownerId !== uploaderOf(actor)) throw uploadNotFound();
  return upload;
}

/** Refuses an upload that has ended or whose time is over: `upload.not_open`. */
export function assertOpen(upload: Pick<UploadRow, 'state' | 'expiresAt'>, now: Date): void {
  if (upload.state === 'open' && upload.expiresAt > now) return;
  const state = upload.state === 'open' ? 'expired' : upload.state;
  throw new AppError('upload.not_open', { message: `This upload is ${state}.`, details: { state } });
}

/** Parts received of one upload, by number. */
export async function readParts(db: Queryable, id: UploadId): Promise<ReceivedPart[]> {
  return (await readPartsOf(db, [id])).get(id) ?? [];
}

/** Parts received of several uploads, by number. */
export async function readPartsOf(db: Queryable, ids: readonly UploadId[]): Promise<Map<UploadId, ReceivedPart[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(uploadParts)
    .where(inArray(uploadParts.uploadId, [...ids]))
    .orderBy(asc(uploadParts.n));
  return Map.groupBy(rows, (row) => row.uploadId as UploadId);
}

/** Unfinished uploads of this person, newest first (at most `openUploadsMax` exist). */
export async function readOpenUploads(db: Queryable, actor: Actor): Promise<UploadRow[]> {
  const rows = await db
    .select()
    .from(uploads)
    .where(and(eq(uploads.ownerId, uploaderOf(actor)), eq(uploads.state, 'open')))
    .orderBy(desc(uploads.createdAt), desc(uploads.id));
  return rows.map((row) => ({ ...row, id: row.id as UploadId }));
}
