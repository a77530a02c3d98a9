import type { TrackView } from '@longwave/contracts/catalog';
import { OEmbedQuery, type OEmbedView } from '@longwave/contracts/delivery';
import { TrackId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import { anonymous } from '../../platform/http/actor.ts';
import type { RawInput, RawRoute } from '../../platform/http/raw-route.ts';
import { trackNotFound } from './errors.ts';
import { presentOEmbed } from './present-oembed.ts';
import { readTrack, readTrackBySlug } from './read-track.ts';
import type { CatalogDeps } from './catalog-deps.ts';

type Deps = Pick<CatalogDeps, 'db' | 'clock' | 'identity' | 'media' | 'mediaUrls'>;

/** The track that a page or embed address of this instance shows to everyone. */
async function trackOfAddress(deps: Deps, origin: string, address: string): Promise<TrackView> {
  const url = URL.parse(address);
  if (!url || url.origin !== origin) throw trackNotFound();
  const embed = /^\/embed\/track\/([^/]+)\/?$/.exec(url.pathname);
  if (embed) {
    const id = TrackId.safeParse(embed[1]);
    if (!id.success) throw trackNotFound();
    return readTrack(deps, anonymous, id.data);
  }
  const page = /^\/@([^/]+)\/([^/]+)\/?$/.exec(url.pathname);
  if (!page?.[1] || !page[2]) throw trackNotFound();
  return readTrackBySlug(deps, anonymous, { handle: page[1].toLowerCase(), slug: decodeURIComponent(page[2]) });
}

async function answerOEmbed(deps: Deps, { query, origin, response }: RawInput): Promise<void> {
  const asked = OEmbedQuery.safeParse(query);
  if (!asked.success) {
    const issues = asked.error.issues.map(({ path, message }) => ({ field: path.join('.'), rule: message, message }));
    throw new AppError('request.invalid', { message: 'The oEmbed request is wrong.', details: { issues } });
  }
  if (asked.data.format === 'xml') {
    throw new AppError('request.unsupported_media_type', {
      message: 'This instance answers oEmbed as JSON.',
      details: { field: 'format', rule: 'json' },
    });
  }
  const track = await trackOfAddress(deps, origin, asked.data.url);
  const view: OEmbedView = presentOEmbed(track, { origin, ...asked.data });
  const body = JSON.stringify(view);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=300',
  });
  response.end(body);
}

/** oEmbed 1.0 (oembed.com): what a site that was given one of our addresses needs to show the player. */
export function oEmbedRoute(deps: Deps): RawRoute {
  return {
    id: 'readOEmbed',
    method: 'GET',
    path: '/api/oembed',
    tag: 'tracks',
    summary: 'oEmbed 1.0 of a public or unlisted track: `?url=…&maxwidth=…&format=json`',
    permission: 'track.read',
    errors: ['catalog.track_not_found', 'request.unsupported_media_type'],
    produces: 'application/json',
    handle: (input) => answerOEmbed(deps, input),
  };
}
