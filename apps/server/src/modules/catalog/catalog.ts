import { AppError } from '../../platform/errors.ts';
import type { TrackId, TrackVersionId, UserId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { importTrack } from './import-track.ts';
import { whenProcessed } from './when-processed.ts';
import { audienceOf } from './policy.ts';
import { presentArtwork } from './present-track.ts';
import { countListedTracks, requireVisibleTrack } from './read-track.ts';
import type { ArtworkView } from '@longwave/contracts/media';

/** A track that this actor may play, with what delivery needs of it. */
export interface PlayableTrack {
  readonly trackId: TrackId;
  readonly ownerId: UserId;
  readonly title: string;
  readonly versionId: TrackVersionId;
  readonly ready: boolean;
  readonly durationMs: number | null;
  readonly loudnessLufs: number | null;
  readonly truePeakDbtp: number | null;
  /** Who may fetch its media: `public` or `u:<owner>`. */
  readonly audience: string;
  readonly artwork: ArtworkView;
}

export interface Catalog {
  /** Throws `catalog.track_not_found` when the actor may not see the track. */
  findPlayable(actor: Actor, trackId: TrackId): Promise<PlayableTrack>;
  /** Whether the actor may follow the live room of this track. */
  maySee(actor: Actor, trackId: TrackId): Promise<boolean>;
  countListedTracks(): Promise<number>;
  importTrack(
    ownerId: UserId,
    file: { path: string; filename: string; publish: boolean },
  ): Promise<{ outcome: 'imported' | 'known'; trackId: TrackId }>;
  /** Resolves once the version of each track is ready or failed, calling back for each with the reason or null. */
  whenProcessed(
    trackIds: readonly TrackId[],
    onEnd: (end: { trackId: TrackId; failure: string | null }) => void,
  ): Promise<void>;
}

/** What other modules see of the catalogue. */
export function createCatalog(deps: CatalogDeps): Catalog {
  return {
    async findPlayable(actor, trackId) {
      const row = await requireVisibleTrack(deps, actor, trackId);
      const audience = audienceOf(row, deps.clock.now());
      const covers = row.artworkAssetId === null ? null : await deps.media.readArtworks([row.artworkAssetId]);
      const cover = row.artworkAssetId === null ? null : (covers?.get(row.artworkAssetId) ?? null);
      return {
        trackId,
        ownerId: row.ownerId,
        title: row.title,
        versionId: row.primaryVersionId,
        ready: row.version.status === 'ready',
        durationMs: row.version.durationMs,
        loudnessLufs: row.version.loudnessLufs,
        truePeakDbtp: row.version.truePeakDbtp,
        audience,
        artwork: presentArtwork(row, cover, (key) => deps.mediaUrls.url(key, audience)),
      };
    },
    maySee: (actor, trackId) =>
      requireVisibleTrack(deps, actor, trackId).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AppError && error.code === 'catalog.track_not_found') return false;
          throw error;
        },
      ),
    countListedTracks: () => countListedTracks(deps),
    importTrack: (ownerId, file) => importTrack(deps, ownerId, file),
    whenProcessed: (trackIds, onEnd) => whenProcessed(deps, trackIds, onEnd),
  };
}
