import type { ProcessingFailure } from '@longwave/contracts/errors';
import type { AssetId, TrackVersionId, UserId } from '@longwave/contracts/ids';
import type { ProcessingStage } from '@longwave/contracts/live';
import type { Tx } from '../../platform/db/database.ts';
import { discardVersion } from './discard-version.ts';
import { importFile } from './import-file.ts';
import type { MediaDeps } from './media-deps.ts';
import { prepareArtwork } from './prepare-artwork.ts';
import { readArtworks } from './read-artworks.ts';
import { findAssetBySha256, requireAsset } from './read-assets.ts';
import { readProcessings } from './read-processings.ts';
import { readTagsAndCover } from './read-tags.ts';
import { readVersionMedia } from './read-version-media.ts';
import { retryProcessing } from './retry-processing.ts';
import { startProcessing } from './start-processing.ts';
import { synthesiseSample } from './synthesise-sample.ts';

export interface MediaAsset {
  readonly id: AssetId;
  readonly ownerId: UserId;
  readonly filename: string;
  readonly key: string;
  readonly sizeBytes: number;
  readonly mime: string;
  readonly sha256: string;
}
export interface Processing {
  readonly versionId: TrackVersionId;
  readonly stage: ProcessingStage;
  readonly percent: number;
  readonly failure: ProcessingFailure | null;
}
/** Everything playable of one ready version; keys are object-store keys. */
export interface VersionMedia {
  readonly versionId: TrackVersionId;
  readonly renditions: readonly {
    readonly format: 'hls_opus' | 'hls_aac' | 'mp3_320';
    readonly entryKey: string;
    readonly segmentPrefixKey: string;
    readonly codec: string;
    readonly bandwidth: number;
  }[];
  readonly waveform: {
    readonly jsonKey: string;
    readonly datKey: string;
    readonly pngKey: string;
    readonly overview: readonly number[];
  };
}
export interface Artwork {
  readonly assetId: AssetId;
  /** `{prefixKey}/{size}.{jpg|webp|avif}`. */
  readonly prefixKey: string;
  readonly dominantColour: string;
  readonly blurhash: string;
}
export interface AudioTags {
  readonly title: string | null;
  readonly artist: string | null;
  readonly album: string | null;
  readonly isrc: string | null;
  readonly trackNumber: number | null;
}

export interface Media {
  /** The asset if it exists and belongs to the owner; otherwise throws `media.asset_not_found`. */
  requireAsset(tx: Tx, ownerId: UserId, assetId: AssetId): Promise<MediaAsset>;
  /** Creates the processing row of a new version and enqueues its job, in the caller's transaction. */
  startProcessing(tx: Tx, input: { versionId: TrackVersionId; asset: MediaAsset }): Promise<void>;
  /** Puts a failed processing back into the queue. */
  retryProcessing(tx: Tx, versionId: TrackVersionId): Promise<void>;
  /** Removes rows of a version now and its files after the commit; the original goes when nothing refers to it. */
  discardVersion(tx: Tx, versionId: TrackVersionId): Promise<void>;
  readProcessings(versionIds: readonly TrackVersionId[]): Promise<Map<TrackVersionId, Processing>>;
  readVersionMedia(versionIds: readonly TrackVersionId[]): Promise<Map<TrackVersionId, VersionMedia>>;
  readArtworks(assetIds: readonly AssetId[]): Promise<Map<AssetId, Artwork>>;
  /** Makes the pictures of an artwork asset (idempotent); throws `media.artwork_invalid` when it is not a picture. */
  prepareArtwork(asset: MediaAsset): Promise<Artwork>;
  /** Stores a local file as an asset of the owner (commands: import, samples). */
  importFile(input: { ownerId: UserId; path: string; filename: string }): Promise<MediaAsset>;
  /** Asset of this owner with these exact bytes, if any. */
  findAssetBySha256(ownerId: UserId, sha256: string): Promise<MediaAsset | null>;
  /** Tags of a local file; empty where unreadable. Runs outside the event loop with a time limit. */
  readTags(path: string): Promise<AudioTags>;
  /** Renders one of the four sample pieces (0–3) with ffmpeg to a FLAC file in a temporary directory. */
  synthesiseSample(index: number): Promise<{ path: string; title: string; dispose(): Promise<void> }>;
}

/** What other modules see of media; plain functions over the given dependencies. */
export function createMedia(deps: MediaDeps): Media {
  return {
    requireAsset: (tx, ownerId, assetId) => requireAsset(tx, ownerId, assetId),
    startProcessing: (tx, input) => startProcessing(deps, tx, input),
    retryProcessing: (tx, versionId) => retryProcessing(deps, tx, versionId),
    discardVersion: (tx, versionId) => discardVersion(deps, tx, versionId),
    readProcessings: (versionIds) => readProcessings(deps, versionIds),
    readVersionMedia: (versionIds) => readVersionMedia(deps, versionIds),
    readArtworks: (assetIds) => readArtworks(deps, assetIds),
    prepareArtwork: (asset) => prepareArtwork(deps, asset),
    importFile: (input) => importFile(deps, input),
    findAssetBySha256: (ownerId, sha256) => findAssetBySha256(deps.db.read, ownerId, sha256),
    readTags: async (path) => (await readTagsAndCover(path, { wantsCover: false })).tags,
    synthesiseSample: (index) => synthesiseSample(deps, index),
  };
}
