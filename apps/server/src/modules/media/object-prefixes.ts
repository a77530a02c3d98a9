import type { AssetId, TrackVersionId } from '@longwave/contracts/ids';

/** Where media keeps what it makes, below the object store. */
export const transcodesRoot = 'transcodes';
export const waveformsRoot = 'waveforms';
export const artworksRoot = 'artworks';

export const transcodePrefix = (versionId: TrackVersionId) => `${transcodesRoot}/${versionId}`;
export const waveformPrefix = (versionId: TrackVersionId) => `${waveformsRoot}/${versionId}`;
export const artworkPrefix = (assetId: AssetId) => `${artworksRoot}/${assetId}`;
