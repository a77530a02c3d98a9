import type { PageHead } from '../routing.ts';

/** Longest description that previews show; more is cut at a word. */
const descriptionMax = 200;

/** `Page · Instance`; the instance's name alone on the start page. */
export function documentTitle(head: PageHead, instance: string): string {
  return head.title === undefined ? instance : `${head.title} · ${instance}`;
}

/** One line of plain text, cut at a word. */
export function shortDescription(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= descriptionMax) return line;
  return `${line.slice(0, descriptionMax - 1).replace(/\s+\S*$/, '')}…`;
}

/** Tags of the rendered head that follow the page while people browse. */
export function headTags(
  head: PageHead,
  origin: string,
): readonly { readonly selector: string; readonly attribute: string; readonly value: string }[] {
  return [
    { selector: 'meta[name="description"]', attribute: 'content', value: shortDescription(head.description ?? '') },
    {
      selector: 'meta[name="robots"]',
      attribute: 'content',
      value: head.noIndex === true ? 'noindex' : 'index,follow',
    },
    { selector: 'link[rel="canonical"]', attribute: 'href', value: `${origin}${head.canonicalPath ?? '/'}` },
  ];
}
