import type { TrackView } from '@longwave/contracts/catalog';
import { ApiError, type Api } from '../api/client.ts';
import { createInProcessApi } from '../api/in-process.ts';
import { scriptJson } from '../hydration.ts';
import { formatTime } from '../player/format-time.ts';
import { embed as text } from '../strings/en.ts';
import type { EmbedData } from '../embed/embed-data.ts';
import type { ClientAssets } from './client-assets.ts';
import { escapeHtml } from './escape.ts';
import type { RenderedPage, RenderInput } from './render-page.tsx';

/** The page changes only with its track; anonymous by nature, it may be shared for longer than others. */
const cacheSeconds = 10;
const playPath = 'M7.5 4.9v14.2c0 .9 1 1.4 1.7.9l10.6-7.1c.7-.4.7-1.4 0-1.8L9.2 4c-.7-.5-1.7 0-1.7.9Z';

/** `/embed/track/:id?theme=dark|light&accent=hex&autoplay=1&t=`: one track for other people's pages, without React. */
export async function renderEmbed(
  input: RenderInput & { trackId: string },
  assets: ClientAssets,
): Promise<RenderedPage> {
  const query = new URL(input.url, input.origin).searchParams;
  const track = await readTrack(
    createInProcessApi((path) => input.api.get(path)),
    input.trackId,
  );
  const body = track === null ? goneBody() : trackBody(track, input.origin);
  const data = track === null ? null : embedData(track);
  return {
    status: track === null ? 404 : 200,
    html: documentOf({ input, assets, query, title: track?.title ?? text.goneTitle, body, data }),
    cacheSeconds: track === null ? 0 : cacheSeconds,
  };
}

async function readTrack(api: Api, id: string): Promise<TrackView | null> {
  try {
    return await api.call('readTrack', { params: { id } });
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 400)) return null;
    throw error;
  }
}

function embedData(track: TrackView): EmbedData {
  return { trackId: track.id, title: track.title, artist: track.artist.displayName, durationMs: track.durationMs ?? 0 };
}

function trackBody(track: TrackView, origin: string): string {
  const e = escapeHtml;
  const href = e(origin + track.url);
  return `<main class="embed">
<a class="cover" href="${href}" target="_blank" rel="noopener"><img src="${e(track.artwork.url200)}" alt="${e(text.openOn(track.title))}" width="134" height="134"></a>
<div class="side">
<div class="top">
<button id="play" type="button" aria-label="${e(text.play(track.title))}"><svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="${playPath}"/></svg></button>
<div class="words"><h1><a class="title" href="${href}" target="_blank" rel="noopener">${e(track.title)}</a></h1><a class="artist" href="${e(`${origin}/@${track.artist.handle}`)}" target="_blank" rel="noopener">${e(track.artist.displayName)}</a></div>
</div>
<div id="wave" role="slider" tabindex="0" aria-label="${e(text.position)}" aria-valuemin="0" aria-valuemax="${Math.round((track.durationMs ?? 0) / 1000)}" aria-valuenow="0"><canvas aria-hidden="true"></canvas></div>
<div class="times"><span id="at">0:00</span><span id="said" role="status"></span><span>${formatTime((track.durationMs ?? 0) / 1000)}</span></div>
</div>
</main>`;
}

function goneBody(): string {
  return `<main class="embed gone"><p><strong>${text.goneTitle}</strong><br>${text.goneText}</p></main>`;
}

function documentOf(page: {
  input: RenderInput;
  assets: ClientAssets;
  query: URLSearchParams;
  title: string;
  body: string;
  data: EmbedData | null;
}): string {
  const { input, assets, query, data } = page;
  const nonce = escapeHtml(input.nonce);
  const theme = query.get('theme') === 'light' ? 'light' : 'dark';
  const accent = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(query.get('accent') ?? '')?.[1];
  return `<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(page.title)}</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
${assets.styles.map((href) => `<link rel="stylesheet" href="${href}" nonce="${nonce}">`).join('\n')}
${accent === undefined ? '' : `<style nonce="${nonce}">:root{--lw-accent:#${accent}}</style>`}
${data === null ? '' : `<script type="module" src="${assets.script}" nonce="${nonce}"></script>`}
</head>
<body>
${page.body}
${data === null ? '' : `<script type="application/json" id="track" nonce="${nonce}">${scriptJson(data)}</script>`}
</body>
</html>`;
}
