export { createMedia, type Media } from './media.ts';
export type { MediaAsset, Processing, VersionMedia, Artwork, AudioTags } from './media.ts';
export type { MediaDeps } from './media-deps.ts';
export { mediaModule } from './module.ts';
