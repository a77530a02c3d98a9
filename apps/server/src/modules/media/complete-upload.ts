import { eq, inArray, and } from 'drizzle-orm';
import type { AssetId, UploadId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';
import { newId } from '../../platform/ids.ts';
import type { StoredObject } from '../../platform/storage/object-store.ts';
import type { MediaAsset } from './media.ts';
import { checkPartList, type ListedPart } from './check-part-list.ts';
import { placeOriginal } from './originals.ts';
import { requireAsset } from './read-assets.ts';
import { assertOpen, readParts, requireOwnUpload, type UploadRow } from './read-upload.ts';
import { uploadParts, uploads } from './schema.ts';
import type { UploadDeps } from './upload-deps.ts';
import { partKey, uploadPrefix } from './upload-keys.ts';

type Deps = Pick<UploadDeps, 'db' | 'store' | 'clock' | 'log'>;
interface Input {
  readonly uploadId: UploadId;
  readonly parts: readonly ListedPart[];
  readonly sha256?: string | undefined;
}

/**
 * Joins the parts into an asset. Safe to send twice, at once or after a crash: the upload's row decides, and the same
 * asset is answered. A refusal leaves the upload open so that it can be corrected. Errors: `upload.not_found`,
 * `upload.not_open`, `upload.parts_missing`, `upload.part_etag_mismatch`, `upload.size_mismatch`,
 * `upload.sha256_mismatch`, `server.storage_full`.
 */
export async function completeUpload(deps: Deps, actor: Actor, input: Input): Promise<MediaAsset> {
  const upload = await requireOwnUpload(deps.db.read, actor, { id: input.uploadId });
  const done = await assetOf(deps, upload);
  if (done) return done;
  assertOpen(upload, deps.clock.now());
  checkPartList(upload, await readParts(deps.db.read, upload.id), input.parts);
  const joined = await joinParts(deps, upload, input.parts);
  if (joined === null) return completedMeanwhile(deps, actor, input);
  try {
    if (input.sha256 !== undefined && joined.sha256 !== input.sha256)
      throw new AppError('upload.sha256_mismatch', {
        message: 'The joined file has another SHA-256 than the one given.',
        details: { expected: input.sha256, actual: joined.sha256 },
      });
    return await finish(deps, actor, { uploadId: upload.id, joined });
  } finally {
    await deps.store.remove(joined.key);
  }
}

/** The asset of an upload that was completed before; null while it is not. */
async function assetOf(deps: Deps, upload: UploadRow): Promise<MediaAsset | null> {
  if (upload.state !== 'completed' || upload.assetId === null) return null;
  return requireAsset(deps.db.read, upload.ownerId as MediaAsset['ownerId'], upload.assetId as AssetId);
}

/** Joins the listed parts into one object; null when a file is not there (any more). */
async function joinParts(
  deps: Pick<Deps, 'store'>,
  upload: UploadRow,
  parts: readonly ListedPart[],
): Promise<StoredObject | null> {
  const keys = parts.toSorted((a, b) => a.n - b.n).map((part) => partKey(upload.id, part));
  try {
    return await deps.store.concat(`${uploadPrefix(upload.id)}/joined-${newId<string>()}`, keys);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * A part's file was gone: either another request completed the upload at the same time, or a part was replaced, or the
 * file is lost; then its row goes too, so that the part can be sent again.
 */
async function completedMeanwhile(deps: Deps, actor: Actor, input: Input): Promise<MediaAsset> {
  const upload = await requireOwnUpload(deps.db.read, actor, { id: input.uploadId });
  const done = await assetOf(deps, upload);
  if (done) return done;
  assertOpen(upload, deps.clock.now());
  checkPartList(upload, await readParts(deps.db.read, upload.id), input.parts);
  const lost: number[] = [];
  for (const part of input.parts) if ((await deps.store.head(partKey(upload.id, part))) === null) lost.push(part.n);
  if (lost.length > 0) {
    deps.log.error({ uploadId: upload.id, parts: lost }, 'files of received parts are gone; they must be sent again');
    await deps.db.tx((tx) =>
      tx.delete(uploadParts).where(and(eq(uploadParts.uploadId, upload.id), inArray(uploadParts.n, lost))),
    );
  }
  throw new AppError('upload.parts_missing', {
    message: 'Some parts must be sent again.',
    details: { missing: lost },
  });
}

/** One transaction: the original in place, its row, the upload completed. The parts go after the commit. */
async function finish(
  deps: Deps,
  actor: Actor,
  { uploadId, joined }: { uploadId: UploadId; joined: StoredObject },
): Promise<MediaAsset> {
  const outcome = await deps.db.tx(async (tx, { afterCommit }) => {
    const upload = await requireOwnUpload(tx, actor, { id: uploadId, lock: true });
    if (upload.state === 'completed') return upload;
    assertOpen(upload, deps.clock.now());
    const asset = await placeOriginal(deps, tx, {
      stored: joined,
      ownerId: upload.ownerId as MediaAsset['ownerId'],
      filename: upload.filename,
      mime: upload.mime,
      now: deps.clock.now(),
    });
    await tx.update(uploads).set({ state: 'completed', assetId: asset.id }).where(eq(uploads.id, uploadId));
    await tx.delete(uploadParts).where(eq(uploadParts.uploadId, uploadId));
    afterCommit(() => deps.store.removePrefix(uploadPrefix(uploadId)));
    return asset;
  });
  if (!('state' in outcome)) return outcome;
  const asset = await assetOf(deps, outcome);
  if (asset) return asset;
  throw new AppError('upload.not_open', { message: 'This upload is completed and its file was deleted since.' });
}
