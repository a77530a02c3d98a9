import { hlsCodecs, type PlaybackView } from '@longwave/contracts/delivery';
import type { TrackId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/http/actor.ts';
import type { PlayableTrack } from '../catalog/index.ts';
import type { VersionMedia } from '../media/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { presentPlayback } from './present-playback.ts';

function notReady(): AppError {
  return new AppError('media.not_ready', { message: 'This track is still being processed.', retryAfterS: 5 });
}

/**
 * Signed URLs of everything a player needs for a track that this actor may play.
 * Errors: `catalog.track_not_found`, `media.not_ready`.
 */
export async function readPlayback(
  deps: Pick<DeliveryDeps, 'catalog' | 'media' | 'mediaUrls'>,
  actor: Actor,
  input: { trackId: TrackId },
): Promise<PlaybackView> {
  const track = await deps.catalog.findPlayable(actor, input.trackId);
  if (!track.ready) throw notReady();
  const media = (await deps.media.readVersionMedia([track.versionId])).get(track.versionId);
  if (!media || !isPlayable(track, media)) throw notReady();
  return presentPlayback(
    { track, media, durationMs: track.durationMs },
    {
      sign: (key) => deps.mediaUrls.url(key, track.audience),
      expiresAt: deps.mediaUrls.expiresAt(),
    },
  );
}

function isPlayable(
  track: PlayableTrack,
  media: VersionMedia,
): track is PlayableTrack & { readonly durationMs: number } {
  return track.durationMs !== null && media.renditions.some(({ codec }) => hlsCodecs.some((known) => known === codec));
}
