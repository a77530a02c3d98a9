import type { AssetId, UploadId } from '@longwave/contracts/ids';
import type { UploadPurpose, UploadView } from '@longwave/contracts/media';
import { type RetryContext, retryRequest } from './retry-request.ts';
import { type SendDeps, sendParts } from './send-parts.ts';
import type { UploadApi } from './upload-api.ts';
import { hasCode } from './upload-error.ts';

export interface TransferDeps extends SendDeps {
  readonly api: Pick<UploadApi, 'create' | 'read' | 'sign' | 'complete'>;
}

export interface TransferOptions {
  /** Names this transfer to the server, so that a repeated first request opens one upload; a fresh one for each try. */
  readonly key: string;
  readonly file: Blob & { readonly name: string };
  readonly purpose: UploadPurpose;
  /** An upload to go on with; absent: a new one. */
  readonly uploadId: UploadId | null;
  /** Hash of the file when known by then; the server checks it. */
  readonly sha256: () => Promise<string | undefined>;
  readonly retry: RetryContext;
  readonly onOpened: (uploadId: UploadId) => void;
  readonly onSent: (totalBytes: number) => void;
}

/** How often missing or mismatched parts are sent anew before the upload counts as failed. */
const repairs = 2;

/** Sends a file as parts and has the server join them; goes on where an earlier try ended. Answers the stored asset's id. */
export async function transferFile(deps: TransferDeps, options: TransferOptions): Promise<AssetId> {
  let upload = await openUpload(deps, options);
  for (let repair = 0; ; repair += 1) {
    const { uploadId, assetId } = upload;
    if (assetId !== null) return assetId;
    const parts = await sendParts(deps, { ...options, upload });
    const sha256 = await options.sha256();
    try {
      const asset = await retryRequest(options.retry, () =>
        deps.api.complete(uploadId, sha256 === undefined ? { parts } : { parts, sha256 }),
      );
      return asset.assetId;
    } catch (error) {
      if (repair === repairs || !hasCode(error, 'upload.parts_missing', 'upload.part_etag_mismatch')) throw error;
      upload = await retryRequest(options.retry, () => deps.api.read(uploadId));
    }
  }
}

async function openUpload(deps: TransferDeps, options: TransferOptions): Promise<UploadView> {
  const { file, uploadId, retry } = options;
  if (uploadId !== null) {
    const known = await retryRequest(retry, () => readIfKept(deps, uploadId));
    if (known) return known;
  }
  const opened = await retryRequest(retry, () =>
    deps.api.create(
      {
        filename: file.name,
        size: file.size,
        mime: (file.type || 'application/octet-stream').slice(0, 100),
        purpose: options.purpose,
      },
      options.key,
    ),
  );
  options.onOpened(opened.uploadId);
  return opened;
}

/** The upload, or null when the server has given it up (unfinished ones are swept after a day). */
async function readIfKept(deps: TransferDeps, uploadId: UploadId): Promise<UploadView | null> {
  try {
    const upload = await deps.api.read(uploadId);
    return upload.state === 'aborted' ? null : upload;
  } catch (error) {
    if (hasCode(error, 'upload.not_found')) return null;
    throw error;
  }
}
