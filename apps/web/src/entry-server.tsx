import { assetsOf, type Manifest } from './ssr/client-assets.ts';
import { renderEmbed } from './ssr/render-embed.ts';
import { renderPage, type RenderedPage, type RenderInput } from './ssr/render-page.tsx';

/** The browser build's manifest, put here by the server build. */
declare const __CLIENT_MANIFEST__: Manifest;

const app = assetsOf(__CLIENT_MANIFEST__, 'src/entry-client.tsx');
const embed = assetsOf(__CLIENT_MANIFEST__, 'src/embed/embed.ts');
const embedPath = /^\/embed\/track\/([^/?#]+)\/?(?:[?#]|$)/;

/**
 * Renders any page that a person can open, as a whole document. The nonce stands on every script, style and preload;
 * nothing else in the document runs. Throws only for faults of ours: what is not there answers `status: 404` with a page.
 */
export async function render(input: RenderInput): Promise<RenderedPage> {
  const trackId = embedPath.exec(input.url)?.[1];
  if (trackId !== undefined) return renderEmbed({ ...input, trackId: trackId }, embed);
  return renderPage(input, app);
}
