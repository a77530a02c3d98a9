import { track as text } from '../strings/en.ts';
import { toast } from '../ui/toast.tsx';

async function copy(what: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(what);
    toast({ message: said, tone: 'good' });
  } catch (error) {
    // Without HTTPS there is no clipboard (TypeError); with it, the person may have forbidden it (NotAllowedError).
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    toast({ message: text.copyFailed, tone: 'bad' });
  }
}

/** Copies the address of a page of this instance. */
export function copyLink(path: string): Promise<void> {
  return copy(`${location.origin}${path}`, text.linkCopied);
}

/** Copies the HTML that shows a track on another site. */
export function copyEmbed(trackId: string, title: string): Promise<void> {
  const name = title.replace(/[&"<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  const html = `<iframe src="${location.origin}/embed/track/${trackId}" title="${name}" width="100%" height="166" loading="lazy" allow="autoplay" frameborder="0"></iframe>`;
  return copy(html, text.embedCopied);
}
