import { createHash } from 'node:crypto';
import { artworkSizes } from '@longwave/contracts/media';
import { TrackId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import { drawCover } from '../../platform/pictures/draw-cover.ts';
import type { DeliveryDeps } from './delivery-deps.ts';

type Deps = Pick<DeliveryDeps, 'catalog' | 'media' | 'store'>;

/** Where drawn pictures are kept; not a delivered root, so they are only reached through their signed addresses. */
const drawnRoot = 'artwork/generated';
const keyPattern = /^generated-artwork\/([0-9a-f-]{36})\/([0-9a-f]{12})\/(\d+)\.jpg$/;

/**
 * Key of the stored picture behind `generated-artwork/<trackId>/<titleHash>/<size>.jpg`, drawn now if it never was.
 * A picture drawn before the waveform was known has a name of its own and gives way to the final one.
 * Null for an address that names no picture. Errors: `catalog.track_not_found`.
 */
export function createEnsureGeneratedCover(deps: Deps): (actor: Actor, key: string) => Promise<string | null> {
  const drawing = new Map<string, Promise<void>>();

  async function draw(
    key: string,
    cover: { title: string; overview: readonly number[]; sizePx: number },
  ): Promise<void> {
    await deps.store.put(key, await drawCover(cover));
  }
  return async (actor, address) => {
    const [, id, titleHash, size] = keyPattern.exec(address) ?? [];
    const trackId = TrackId.safeParse(id);
    const sizePx = artworkSizes.find((known) => String(known) === size);
    if (!trackId.success || sizePx === undefined) return null;
    const final = `${drawnRoot}/${trackId.data}/${titleHash}/${sizePx}.jpg`;
    if ((await deps.store.head(final)) !== null) return final;
    const track = await deps.catalog.findPlayable(actor, trackId.data);
    const media = (await deps.media.readVersionMedia([track.versionId])).get(track.versionId);
    const overview = media?.waveform.overview ?? [];
    const hash = createHash('sha256').update(track.title).digest('hex').slice(0, 12);
    const key = `${drawnRoot}/${trackId.data}/${hash}/${overview.length > 0 ? '' : 'early-'}${sizePx}.jpg`;
    if ((await deps.store.head(key)) === null) {
      const running = drawing.get(key) ?? draw(key, { title: track.title, overview, sizePx });
      drawing.set(key, running);
      await running.finally(() => drawing.delete(key));
    }
    return key;
  };
}
