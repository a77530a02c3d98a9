import { documentTitle, shortDescription } from '../head/page-head.ts';
import { scriptJson } from '../hydration.ts';
import type { PageHead } from '../routing.ts';
import type { ClientAssets } from './client-assets.ts';
import { escapeHtml } from './escape.ts';

export interface HeadInput {
  readonly head: PageHead;
  readonly instance: string;
  readonly origin: string;
  readonly nonce: string;
  readonly assets: ClientAssets;
}

/** Open Graph picture size, px. */
const imageSize = { width: 1200, height: 630 } as const;

function tag(name: 'meta' | 'link', attributes: Readonly<Record<string, string>>): string {
  const text = Object.entries(attributes).map(([key, value]) => (value === '' ? key : `${key}="${escapeHtml(value)}"`));
  return `<${name} ${text.join(' ')}>`;
}

/** The whole `<head>` of a page: what it is called, where it lives, how it looks when shared, what it loads. */
export function renderHead(input: HeadInput): string {
  const { head, instance, origin, assets, nonce } = input;
  const title = documentTitle(head, instance);
  return [
    '<meta charset="utf-8">',
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1, viewport-fit=cover' }),
    `<title>${escapeHtml(title)}</title>`,
    tag('meta', { name: 'description', content: shortDescription(head.description ?? '') }),
    tag('meta', { name: 'robots', content: head.noIndex === true ? 'noindex' : 'index,follow' }),
    tag('link', { rel: 'canonical', href: origin + (head.canonicalPath ?? '/') }),
    tag('meta', { name: 'color-scheme', content: 'dark light' }),
    tag('meta', { name: 'theme-color', content: '#0b0d10', media: '(prefers-color-scheme: dark)' }),
    tag('meta', { name: 'theme-color', content: '#faf8f5', media: '(prefers-color-scheme: light)' }),
    tag('link', { rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }),
    ...assets.fonts.map((href) =>
      tag('link', { rel: 'preload', as: 'font', type: 'font/woff2', href, crossorigin: '' }),
    ),
    ...assets.styles.map((href) => tag('link', { rel: 'stylesheet', href, nonce })),
    ...assets.preloads.map((href) => tag('link', { rel: 'modulepreload', href, nonce })),
    ...previewTags(input, title),
    ...(head.oEmbedPath === undefined ? [] : [oEmbedLink(origin, head.oEmbedPath, title)]),
    ...(head.jsonLd === undefined ? [] : [jsonLdScript(head.jsonLd(origin), nonce)]),
    `<script type="module" src="${assets.script}" nonce="${escapeHtml(nonce)}"></script>`,
  ].join('\n');
}

/** Open Graph and Twitter card. Properties whose value is a path get the origin before it. */
function previewTags({ head, instance, origin }: HeadInput, title: string): string[] {
  const description = shortDescription(head.description ?? '');
  const image: Readonly<Record<string, string>> =
    head.imagePath === undefined
      ? {}
      : {
          'og:image': origin + head.imagePath,
          'og:image:width': String(imageSize.width),
          'og:image:height': String(imageSize.height),
          'og:image:alt': head.imageAlt ?? title,
        };
  const properties: Readonly<Record<string, string>> = {
    'og:site_name': instance,
    'og:title': head.title ?? instance,
    'og:description': description,
    'og:type': head.type ?? 'website',
    'og:url': origin + (head.canonicalPath ?? '/'),
    ...image,
    ...head.properties,
  };
  return [
    ...Object.entries(properties).map(([property, content]) =>
      tag('meta', { property, content: content.startsWith('/') ? origin + content : content }),
    ),
    tag('meta', { name: 'twitter:card', content: head.imagePath === undefined ? 'summary' : 'summary_large_image' }),
  ];
}

function oEmbedLink(origin: string, path: string, title: string): string {
  const href = `${origin}/api/oembed?format=json&url=${encodeURIComponent(origin + path)}`;
  return tag('link', { rel: 'alternate', type: 'application/json+oembed', href, title });
}

function jsonLdScript(thing: object, nonce: string): string {
  const json = scriptJson({ '@context': 'https://schema.org', ...thing });
  return `<script type="application/ld+json" nonce="${escapeHtml(nonce)}">${json}</script>`;
}
