import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { etagOf } from './etag.ts';
import type { InProcessApi } from './http-server.ts';
import { createPageCache, type StoredPage } from './page-cache.ts';

export const themes = ['dark', 'light', 'system'] as const;
export type Theme = (typeof themes)[number];

export interface RenderInput {
  /** Path and query. */
  readonly url: string;
  readonly origin: string;
  readonly nonce: string;
  readonly api: InProcessApi;
  readonly theme: Theme;
}
export interface RenderedPage {
  readonly status: number;
  readonly html: string;
  readonly redirect?: string;
  /** Seconds for which the same page may be given to every anonymous visitor; 0: never. */
  readonly cacheSeconds: number;
}
/** What the web app's server entry exports. */
export type Render = (input: RenderInput) => Promise<RenderedPage>;

export type PageRequest = Omit<RenderInput, 'nonce'> & { readonly anonymous: boolean };
export type PageAnswer =
  { readonly redirect: string; readonly status: number } | (StoredPage & { readonly redirect?: never });

const cacheMaxBytes = 32 * 1024 * 1024;
const urlMaxChars = 2048;

/**
 * Renders pages and keeps anonymous ones for the seconds that they allow. Pages are rendered with a secret placeholder
 * as nonce, so that the kept text gets a fresh nonce for each answer. Equal requests at once share one rendering if it may be kept.
 */
export function createPageRenderer(deps: {
  render: Render;
  clock: Clock;
}): (request: PageRequest) => Promise<PageAnswer> {
  const placeholder = `nonce${randomBytes(12).toString('hex')}`;
  const cache = createPageCache({ clock: deps.clock, maxBytes: cacheMaxBytes });
  const running = new Map<string, Promise<PageAnswer>>();

  async function renderPage(request: PageRequest, key: string | null): Promise<PageAnswer> {
    const { anonymous: _anonymous, ...input } = request;
    const page = await deps.render({ ...input, nonce: placeholder });
    if (page.redirect !== undefined) return { redirect: page.redirect, status: page.status };
    const expiresAtMs = deps.clock.now().getTime() + page.cacheSeconds * 1000;
    const stored: StoredPage = {
      status: page.status,
      parts: page.html.split(placeholder),
      etag: `W/${etagOf(page.html)}`,
      // UTF-16 in memory, plus the key and the entry itself.
      sizeBytes: page.html.length * 2 + 512,
      expiresAtMs,
    };
    if (key !== null && page.cacheSeconds > 0) cache.put(key, stored);
    return stored;
  }

  return (request) => {
    if (!request.anonymous || request.url.length > urlMaxChars) return renderPage(request, null);
    const key = `${request.theme} ${request.origin}${request.url}`;
    const kept = cache.get(key);
    if (kept) return Promise.resolve(kept);
    const shared = running.get(key);
    if (shared) return shared.then((page) => (cache.get(key) ? page : renderPage(request, null)));
    const rendering = renderPage(request, key).finally(() => running.delete(key));
    running.set(key, rendering);
    return rendering;
  };
}
