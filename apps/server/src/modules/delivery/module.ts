import { join } from 'node:path';
import { readPlayback as readPlaybackContract } from '@longwave/contracts/delivery';
import { mount } from '../../platform/http/routes.ts';
import type { Module } from '../../platform/module.ts';
import { createFileReader } from '../../platform/storage/file-reader.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { createEnsureGeneratedCover } from './ensure-generated-cover.ts';
import { createMediaGrants } from './media-grants.ts';
import { readPlayback } from './read-playback.ts';
import { mediaRawRoutes } from './routes-media.ts';

/** Delivery as data for the composition root. */
export function deliveryModule(deps: DeliveryDeps): Module {
  const files = createFileReader({
    rootDir: join(deps.config.DATA_DIR, 'media'),
    cacheBytes: deps.config.SEGMENT_CACHE_BYTES,
  });
  const grants = createMediaGrants(deps);
  return {
    name: 'delivery',
    routes: [
      mount(readPlaybackContract, async ({ actor, params }) => ({
        data: await readPlayback(deps, actor, { trackId: params.id }),
      })),
    ],
    rawRoutes: mediaRawRoutes({ ...deps, files, grants, ensureGeneratedCover: createEnsureGeneratedCover(deps) }),
    jobs: [],
    schedules: [],
    reactions: [],
  };
}
