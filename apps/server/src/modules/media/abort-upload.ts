import { eq } from 'drizzle-orm';
import type { UploadId } from '@longwave/contracts/ids';
import type { Tx } from '../../platform/db/database.ts';
import type { Actor } from '../../platform/http/actor.ts';
import { AppError } from '../../platform/errors.ts';
import { requireOwnUpload } from './read-upload.ts';
import { uploadParts, uploads } from './schema.ts';
import type { UploadDeps } from './upload-deps.ts';
import { uploadPrefix } from './upload-keys.ts';

/** Ends an upload that the caller has locked; its files go after the commit. */
export async function markAborted(tx: Tx, id: UploadId): Promise<void> {
  await tx.delete(uploadParts).where(eq(uploadParts.uploadId, id));
  await tx.update(uploads).set({ state: 'aborted' }).where(eq(uploads.id, id));
}

/** Gives an upload up; safe to send twice. Errors: `upload.not_found`, `upload.not_open` (already completed). */
export async function abortUpload(
  deps: Pick<UploadDeps, 'db' | 'store'>,
  actor: Actor,
  input: { uploadId: UploadId },
): Promise<void> {
  await deps.db.tx(async (tx, { afterCommit }) => {
    const upload = await requireOwnUpload(tx, actor, { id: input.uploadId, lock: true });
    if (upload.state === 'completed')
      throw new AppError('upload.not_open', {
        message: 'This upload is completed.',
        details: { state: upload.state },
      });
    await markAborted(tx, input.uploadId);
    afterCommit(() => deps.store.removePrefix(uploadPrefix(input.uploadId)));
  });
}
