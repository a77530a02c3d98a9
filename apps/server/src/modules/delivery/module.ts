import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { readPlayback as readPlaybackContract } from '@longwave/contracts/delivery';
import { mount } from '../../platform/http/routes.ts';
import type { Module } from '../../platform/module.ts';
import { createFileReader } from '../../platform/storage/file-reader.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { createEnsureGeneratedCover } from './ensure-generated-cover.ts';
import { createMediaGrants } from './media-grants.ts';
import { createMediaLane } from './media-lane.ts';
import { readPlayback } from './read-playback.ts';
import { mediaRawRoutes } from './routes-media.ts';

/** Ahead of the router: answers a request and returns true, or returns false and leaves it untouched. */
export type MediaLane = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The module as data for the composition root, and the lane that the HTTP server may ask before its router. */
export function createDelivery(deps: DeliveryDeps): { module: Module; lane: MediaLane } {
  const files = createFileReader({
    rootDir: join(deps.config.DATA_DIR, 'media'),
    cacheBytes: deps.config.SEGMENT_CACHE_BYTES,
  });
  const grants = createMediaGrants(deps);
  const module: Module = {
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
  return { module, lane: createMediaLane({ ...deps, files, grants }) };
}

/** The module without its lane. */
export function deliveryModule(deps: DeliveryDeps): Module {
  return createDelivery(deps).module;
}
