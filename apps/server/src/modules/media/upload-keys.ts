import type { UploadId } from '@longwave/contracts/ids';
import type { ObjectKey } from '../../platform/storage/object-store.ts';

/** Everything of one unfinished upload; removed when it ends. */
export const uploadPrefix = (uploadId: UploadId): ObjectKey => `uploads/${uploadId}`;

/**
 * A received part. Its hash is part of the name: a part that is sent again with other bytes never touches the bytes
 * that were acknowledged before, and the row says which of the two counts.
 */
export const partKey = (uploadId: UploadId, part: { n: number; etag: string }): ObjectKey =>
  `${uploadPrefix(uploadId)}/${String(part.n).padStart(5, '0')}-${part.etag}`;

/** Content address of an original: equal bytes are stored once for all owners. */
export const originalKey = (sha256: string): ObjectKey => `originals/${sha256.slice(0, 2)}/${sha256}`;
