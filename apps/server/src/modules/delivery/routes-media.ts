import type { RawRoute } from '../../platform/http/raw-route.ts';
import { createServeMedia, type ServeMediaDeps } from './serve-media.ts';
import { createShareImages, type ShareImageDeps } from './share-image.ts';

/** Media by signed URL (GET and HEAD), and the preview pictures of public tracks. */
export function mediaRawRoutes(deps: ServeMediaDeps & ShareImageDeps): RawRoute[] {
  const serveMedia = createServeMedia(deps);
  const serveShareImage = createShareImages(deps);
  return [
    {
      id: 'readMedia',
      method: 'GET',
      path: '/media/*',
      tag: 'media',
      summary: 'Media by a signed URL: segments, playlists, MP3, peaks, pictures; RFC 9110 ranges and conditions',
      permission: 'media.read',
      errors: [
        'delivery.signature_invalid',
        'delivery.signature_expired',
        'delivery.not_found',
        'delivery.range_not_satisfiable',
        'request.precondition_failed',
      ],
      produces: 'application/octet-stream',
      handle: serveMedia,
    },
    {
      id: 'readShareImage',
      method: 'GET',
      path: '/media/og/:name',
      tag: 'media',
      summary: 'Preview picture (1200×630 PNG) of a public track for links in other places: `/media/og/<trackId>.png`',
      permission: 'media.read',
      errors: ['delivery.not_found', 'request.precondition_failed'],
      produces: 'image/png',
      handle: serveShareImage,
    },
  ];
}
