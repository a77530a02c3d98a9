import type { TrackView } from '@longwave/contracts/catalog';
import type { OEmbedView } from '@longwave/contracts/delivery';

/** Size of the embedded player in CSS pixels; it fits narrower frames down to 240. */
const player = { width: 640, height: 180, widthMin: 240 } as const;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Track → oEmbed `rich` answer; the frame never exceeds what the consumer allows (oEmbed 1.0 §2.3.4.4). */
export function presentOEmbed(
  track: TrackView,
  page: { origin: string; maxwidth?: number | undefined; maxheight?: number | undefined },
): OEmbedView {
  const width = Math.max(player.widthMin, Math.min(player.width, page.maxwidth ?? player.width));
  const height = Math.min(player.height, page.maxheight ?? player.height);
  const source = `${page.origin}/embed/track/${track.id}`;
  const title = escapeHtml(`${track.title} – ${track.artist.displayName}`);
  return {
    version: '1.0',
    type: 'rich',
    provider_name: 'Longwave',
    provider_url: page.origin,
    title: track.title,
    author_name: track.artist.displayName,
    author_url: `${page.origin}/@${track.artist.handle}`,
    thumbnail_url: `${page.origin}${track.artwork.url1000}`,
    thumbnail_width: 1000,
    thumbnail_height: 1000,
    html: `<iframe src="${source}" width="${width}" height="${height}" title="${title}" frameborder="0" allow="autoplay" loading="lazy"></iframe>`,
    width,
    height,
  };
}
