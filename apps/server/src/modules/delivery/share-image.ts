import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { TrackId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import { anonymous } from '../../platform/http/actor.ts';
import type { RawInput } from '../../platform/http/raw-route.ts';
import { drawShareImage } from '../../platform/pictures/draw-share-image.ts';
import type { FileReader } from '../../platform/storage/file-reader.ts';
import type { PlayableTrack } from '../catalog/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { sendRepresentation } from './send-representation.ts';
import { mediaMount } from './media-path.ts';
import type { ServeMediaDeps } from './serve-media.ts';

export type ShareImageDeps = Pick<DeliveryDeps, 'catalog' | 'media' | 'identity' | 'store'> &
  Pick<ServeMediaDeps, 'ensureGeneratedCover'> & { readonly files: FileReader };

const cacheSeconds = 3600;

function notFound(): AppError {
  return new AppError('delivery.not_found', { message: 'There is no such picture.' });
}

/** A track that anyone may play; anything else has no preview, and does not tell that it exists. */
async function findPublic(deps: ShareImageDeps, name: string): Promise<PlayableTrack> {
  const id = TrackId.safeParse(name.endsWith('.png') ? name.slice(0, -'.png'.length) : '');
  if (!id.success) throw notFound();
  try {
    const track = await deps.catalog.findPlayable(anonymous, id.data);
    if (track.audience === 'public') return track;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'catalog.track_not_found') throw error;
  }
  throw notFound();
}

/** Key of the cover that the track shows, from the signed address that the catalogue made of it. */
async function readCover(deps: ShareImageDeps, track: PlayableTrack): Promise<Buffer | null> {
  const path = track.artwork.url1000.split('?', 1)[0] ?? '';
  const shown = path.slice(path.indexOf(mediaMount) + mediaMount.length);
  const key = track.artwork.generated ? await deps.ensureGeneratedCover(anonymous, shown) : shown;
  return key !== null && (await deps.store.head(key)) !== null ? buffer(deps.store.read(key)) : null;
}

/** Serves `/media/og/<trackId>.png`; the picture is drawn once for each title, artist and cover. Errors: `delivery.not_found`. */
export function createShareImages(deps: ShareImageDeps): (input: RawInput) => Promise<void> {
  const drawing = new Map<string, Promise<void>>();

  async function draw(key: string, track: PlayableTrack, artist: string): Promise<void> {
    const media = (await deps.media.readVersionMedia([track.versionId])).get(track.versionId);
    const cover = await readCover(deps, track);
    const overview = media?.waveform.overview ?? [];
    await deps.store.put(key, await drawShareImage({ title: track.title, artist, overview, cover }));
  }
  return async ({ params, request, response }) => {
    const track = await findPublic(deps, params.name ?? '');
    const artist = (await deps.identity.readPeople([track.ownerId])).get(track.ownerId)?.displayName ?? '';
    const facts = JSON.stringify([track.title, artist, track.artwork.assetId, track.versionId, track.ready]);
    const hash = createHash('sha256').update(facts).digest('hex').slice(0, 16);
    const key = `artwork/generated/${track.trackId}/og-${hash}.png`;
    if ((await deps.store.head(key)) === null) {
      const running = drawing.get(key) ?? draw(key, track, artist);
      drawing.set(key, running);
      await running.finally(() => drawing.delete(key));
    }
    const file = deps.files.open(key);
    if (file === null) throw notFound();
    const headers = {
      'cache-control': `public, max-age=${cacheSeconds}`,
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    };
    try {
      await sendRepresentation(
        { request, response, headers, buffers: deps.files.buffers },
        { ...file, contentType: 'image/png' },
      );
    } finally {
      file.release();
    }
  };
}
