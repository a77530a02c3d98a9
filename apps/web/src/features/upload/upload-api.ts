import type { TrackView } from '@longwave/contracts/catalog';
import type { AssetId, TrackId, UploadId } from '@longwave/contracts/ids';
import type { AssetView, UploadPurpose, UploadView } from '@longwave/contracts/media';

interface NewUpload {
  readonly filename: string;
  readonly size: number;
  readonly mime: string;
  readonly purpose: UploadPurpose;
}

interface Completion {
  readonly parts: { n: number; etag: string }[];
  readonly sha256?: string;
}

/** What the upload engine asks of the server. Every call rejects with an `UploadError`. */
export interface UploadApi {
  create(file: NewUpload, idempotencyKey: string): Promise<UploadView>;
  read(id: UploadId): Promise<UploadView>;
  sign(id: UploadId, parts: number[]): Promise<{ n: number; url: string }[]>;
  complete(id: UploadId, body: Completion): Promise<AssetView>;
  abort(id: UploadId): Promise<void>;
  createTrack(track: { title: string; assetId: AssetId }, idempotencyKey: string): Promise<TrackView>;
  readTrack(id: TrackId): Promise<TrackView>;
  retryTrack(id: TrackId): Promise<TrackView>;
}
