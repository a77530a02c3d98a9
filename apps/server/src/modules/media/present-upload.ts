import type { AssetId } from '@longwave/contracts/ids';
import type { AssetView, UploadView } from '@longwave/contracts/media';
import type { MediaAsset } from './media.ts';
import type { ReceivedPart, UploadRow } from './read-upload.ts';
import type { PartUrl } from './sign-upload-parts.ts';

/** An upload without its URLs, as lists show it. */
export function presentOpenUpload(upload: UploadRow, received: readonly ReceivedPart[]): Omit<UploadView, 'parts'> {
  return {
    uploadId: upload.id,
    filename: upload.filename,
    size: upload.sizeBytes,
    mime: upload.mime,
    purpose: upload.purpose,
    state: upload.state,
    partSize: upload.partSizeBytes,
    received: received.map((part) => ({ n: part.n, etag: part.etag, sizeBytes: part.sizeBytes })),
    assetId: upload.assetId as AssetId | null,
    expiresAt: upload.expiresAt.toISOString(),
  };
}

/** An upload with the signed URLs of its parts (none once it has ended). */
export function presentUpload(
  upload: UploadRow,
  received: readonly ReceivedPart[],
  parts: readonly PartUrl[],
): UploadView {
  return { ...presentOpenUpload(upload, received), parts: [...parts] };
}

export function presentAsset(asset: MediaAsset): AssetView {
  return {
    assetId: asset.id,
    filename: asset.filename,
    sizeBytes: asset.sizeBytes,
    mime: asset.mime,
    sha256: asset.sha256,
  };
}
