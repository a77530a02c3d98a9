import * as contract from '@longwave/contracts/catalog';
import type { TrackId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import { mount, type MountedRoute } from '../../platform/http/routes.ts';
import type { CatalogDeps } from './catalog-deps.ts';
import { createTrack } from './create-track.ts';
import { deleteTrack, restoreTrack } from './delete-track.ts';
import { fillWithSamples } from './fill-with-samples.ts';
import { requireUser } from './policy.ts';
import { publishTrack, unpublishTrack } from './publish-track.ts';
import { listTracks, readTrack, readTrackBySlug } from './read-track.ts';
import { retryTrack } from './retry-track.ts';
import { updateTrack } from './update-track.ts';

/** HTTP doors of the catalogue. */
export function catalogRoutes(deps: CatalogDeps): MountedRoute[] {
  const answer = async (actor: Actor, trackId: TrackId) => ({ data: await readTrack(deps, actor, trackId) });
  return [
    mount(contract.createTrack, async ({ actor, body }) =>
      answer(actor, await createTrack(deps, requireUser(actor).userId, body)),
    ),
    mount(contract.listTracks, async ({ actor, query }) => {
      const { tracks, meta } = await listTracks(deps, actor, query);
      return { data: tracks, meta };
    }),
    mount(contract.readTrack, ({ actor, params }) => answer(actor, params.id)),
    mount(contract.readTrackBySlug, async ({ actor, params }) => ({
      data: await readTrackBySlug(deps, actor, params),
    })),
    mount(contract.updateTrack, async ({ actor, params, body }) => {
      await updateTrack(deps, actor, { trackId: params.id, input: body });
      return answer(actor, params.id);
    }),
    mount(contract.publishTrack, async ({ actor, params, body }) => {
      await publishTrack(deps, actor, { trackId: params.id, input: body });
      return answer(actor, params.id);
    }),
    mount(contract.unpublishTrack, async ({ actor, params }) => {
      await unpublishTrack(deps, actor, params.id);
      return answer(actor, params.id);
    }),
    mount(contract.deleteTrack, ({ actor, params }) => deleteTrack(deps, actor, params.id)),
    mount(contract.restoreTrack, async ({ actor, params }) => {
      await restoreTrack(deps, actor, params.id);
      return answer(actor, params.id);
    }),
    mount(contract.retryTrack, async ({ actor, params }) => {
      await retryTrack(deps, actor, params.id);
      return answer(actor, params.id);
    }),
    mount(contract.fillWithSamples, async ({ actor }) => ({ data: await fillWithSamples(deps, actor) })),
  ];
}
