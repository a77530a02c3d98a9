import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { UploadId } from '@longwave/contracts/ids';
import { uploadLimits } from '@longwave/contracts/media';
import type { Tx } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { StoredObject } from '../../platform/storage/object-store.ts';
import { guardBody, drainBody } from './part-body.ts';
import type { PartSlots } from './part-slots.ts';
import { assertOpen, findUpload, uploadNotFound, type ReceivedPart, type UploadRow } from './read-upload.ts';
import { uploadParts } from './schema.ts';
import { partPath } from './sign-upload-parts.ts';
import type { UploadDeps } from './upload-deps.ts';
import { partKey, uploadPrefix } from './upload-keys.ts';
import { expectedPartSize, partCount } from './upload-policy.ts';

const defaultStallMs = 30_000;
/** What an unsigned sender may still send before its connection is cut. */
const unsignedDrainMaxBytes = 1024 * 1024;

export interface PartRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly request: IncomingMessage;
}

/**
 * Stores the body of a signed `PUT` as part `n` of an upload. Sent again, the last one counts. Answered only once the
 * bytes and the row are durable. Errors: `upload.signature_invalid`, `upload.signature_expired`, `upload.not_found`,
 * `upload.not_open`, `upload.part_number_invalid`, `upload.part_size_mismatch`, `request.timeout`,
 * `request.rate_limited`, `server.unavailable`, `server.storage_full`.
 */
export async function receivePart(deps: UploadDeps & { slots: PartSlots }, input: PartRequest): Promise<ReceivedPart> {
  const stallMs = deps.settings.stallMs ?? defaultStallMs;
  let drainMaxBytes = unsignedDrainMaxBytes;
  try {
    assertSigned(deps, input);
    drainMaxBytes = uploadLimits.partSizeMaxBytes;
    return await deps.slots.run(input.params.id ?? '', () => receive(deps, input, stallMs));
  } catch (error) {
    const stalled = error instanceof AppError && error.code === 'request.timeout';
    if (!stalled) await drainBody(input.request, { maxBytes: drainMaxBytes, stallMs });
    throw error;
  }
}

async function receive(deps: UploadDeps, { params, request }: PartRequest, stallMs: number): Promise<ReceivedPart> {
  const { upload, n } = await findTarget(deps, params);
  const sizeBytes = expectedPartSize(upload, n);
  assertDeclaredSize(request, sizeBytes);
  const stored = await storeBody(deps, { upload, body: guardBody(request, stallMs), sizeBytes });
  return recordPart(deps, { uploadId: upload.id, n, stored });
}

/** The signature covers the path as it was sent, so a changed id or number is already a wrong signature. */
function assertSigned(deps: Pick<UploadDeps, 'signed'>, { params, query }: PartRequest): void {
  const path = `/api/uploads/${params.id}/parts/${params.n}`;
  const refusal = deps.signed.check(path, query);
  if (refusal === 'expired')
    throw new AppError('upload.signature_expired', { message: 'This part URL has expired; ask for a fresh one.' });
  if (refusal === 'invalid')
    throw new AppError('upload.signature_invalid', { message: 'This URL was not signed for this part.' });
}

async function findTarget(
  deps: Pick<UploadDeps, 'db' | 'clock'>,
  params: PartRequest['params'],
): Promise<{ upload: UploadRow; n: number }> {
  const id = UploadId.safeParse(params.id);
  const upload = id.success ? await findUpload(deps.db.read, { id: id.data }) : null;
  if (!upload) throw uploadNotFound();
  assertOpen(upload, deps.clock.now());
  const count = partCount(upload);
  const n = z.coerce.number().int().min(1).max(count).safeParse(params.n);
  if (!n.success || params.n !== String(n.data))
    throw new AppError('upload.part_number_invalid', {
      message: `Parts of this upload are numbered 1 to ${count}.`,
      details: { parts: count },
    });
  return { upload, n: n.data };
}

function sizeMismatch(expectedBytes: number, receivedBytes: number | null): AppError {
  const got = receivedBytes === null ? 'more' : String(receivedBytes);
  return new AppError('upload.part_size_mismatch', {
    message: `This part must have exactly ${expectedBytes} bytes, not ${got}.`,
    details: { expectedBytes, ...(receivedBytes !== null && { receivedBytes }) },
  });
}

/** A wrong Content-Length is refused before a byte is stored; without one (chunked) the bytes are counted. */
function assertDeclaredSize(request: IncomingMessage, expectedBytes: number): void {
  const declared = request.headers['content-length'];
  if (declared !== undefined && Number(declared) !== expectedBytes) throw sizeMismatch(expectedBytes, Number(declared));
}

/** Stores the body under a name of its own; a wrong size leaves nothing. */
async function storeBody(
  deps: Pick<UploadDeps, 'store'>,
  { upload, body, sizeBytes }: { upload: UploadRow; body: Readable; sizeBytes: number },
): Promise<StoredObject> {
  const key = `${uploadPrefix(upload.id)}/incoming-${newId<string>()}`;
  let stored: StoredObject;
  try {
    stored = await deps.store.put(key, body, { maxBytes: sizeBytes });
  } catch (error) {
    body.destroy();
    if (error instanceof AppError && error.code === 'request.too_large') throw sizeMismatch(sizeBytes, null);
    throw error;
  }
  if (stored.sizeBytes === sizeBytes) return stored;
  await deps.store.remove(key);
  throw sizeMismatch(sizeBytes, stored.sizeBytes);
}

/** Puts the file in its place and the row beside it, under the upload's lock: they change together. */
async function recordPart(
  deps: Pick<UploadDeps, 'db' | 'store' | 'clock' | 'log'>,
  { uploadId, n, stored }: { uploadId: UploadId; n: number; stored: StoredObject },
): Promise<ReceivedPart> {
  const part = { n, etag: stored.sha256, sizeBytes: stored.sizeBytes };
  try {
    await deps.db.tx(async (tx, { afterCommit }) => {
      const upload = await findUpload(tx, { id: uploadId, lock: true });
      if (!upload) throw uploadNotFound();
      assertOpen(upload, deps.clock.now());
      const replaced = await readEtag(tx, uploadId, n);
      await deps.store.move(stored.key, partKey(uploadId, part));
      const row = { uploadId, ...part, receivedAt: deps.clock.now() };
      await tx
        .insert(uploadParts)
        .values(row)
        .onConflictDoUpdate({ target: [uploadParts.uploadId, uploadParts.n], set: row });
      if (replaced !== null && replaced !== part.etag)
        afterCommit(() => removeReplaced(deps, uploadId, { n, etag: replaced }));
    });
  } catch (error) {
    await deps.store.remove(stored.key);
    throw error;
  }
  return part;
}

async function readEtag(tx: Tx, uploadId: UploadId, n: number): Promise<string | null> {
  const [row] = await tx
    .select({ etag: uploadParts.etag })
    .from(uploadParts)
    .where(and(eq(uploadParts.uploadId, uploadId), eq(uploadParts.n, n)));
  return row?.etag ?? null;
}

/** Frees the bytes of a part that other bytes have replaced, unless the same bytes have come back meanwhile. */
async function removeReplaced(
  deps: Pick<UploadDeps, 'db' | 'store'>,
  uploadId: UploadId,
  part: { n: number; etag: string },
): Promise<void> {
  await deps.db.tx(async (tx) => {
    await findUpload(tx, { id: uploadId, lock: true });
    if ((await readEtag(tx, uploadId, part.n)) !== part.etag) await deps.store.remove(partKey(uploadId, part));
  });
}

/** Where the signed URL of a part points; for routes. */
export const partRoutePath = partPath(':id', 0).replace(/0$/, ':n');
