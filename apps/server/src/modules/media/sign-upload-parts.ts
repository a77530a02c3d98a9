import type { UploadId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';
import type { UploadDeps } from './upload-deps.ts';
import { partCount } from './upload-policy.ts';
import { assertOpen, requireOwnUpload, type UploadRow } from './read-upload.ts';

/** Audience of part URLs: whoever holds the URL may send that one part. */
const partAudience = 'upload';

export interface PartUrl {
  readonly n: number;
  readonly url: string;
}

/** Path of one part; the signature covers exactly this path. */
export const partPath = (uploadId: string, n: number): string => `/api/uploads/${uploadId}/parts/${n}`;

/** Signed PUT URL of one part, valid as long as the upload. `origin` makes it absolute. */
export function signPart(
  deps: Pick<UploadDeps, 'signed'>,
  upload: UploadRow,
  part: { n: number; origin: string },
): PartUrl {
  const path = partPath(upload.id, part.n);
  const query = deps.signed.sign(path, upload.expiresAt, partAudience);
  return { n: part.n, url: `${part.origin}${path}?${query}` };
}

/** Fresh signed URLs for some parts. Errors: `upload.not_found`, `upload.not_open`, `upload.part_number_invalid`. */
export async function signUploadParts(
  deps: Pick<UploadDeps, 'db' | 'signed' | 'clock'>,
  actor: Actor,
  input: { uploadId: UploadId; parts: readonly number[]; origin: string },
): Promise<PartUrl[]> {
  const upload = await requireOwnUpload(deps.db.read, actor, { id: input.uploadId });
  assertOpen(upload, deps.clock.now());
  const count = partCount(upload);
  const wrong = input.parts.find((n) => n > count);
  if (wrong !== undefined)
    throw new AppError('upload.part_number_invalid', {
      message: `Part ${wrong} does not exist: this upload has ${count} parts.`,
      details: { n: wrong, parts: count },
    });
  return input.parts.map((n) => signPart(deps, upload, { n, origin: input.origin }));
}
