import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { announce } from '../ui/announcer.tsx';
import { documentTitle, headTags } from '../head/page-head.ts';
import { usePageHead } from '../head/use-page-head.ts';
import { useInstance } from '../routing.ts';
import { shell as text } from '../strings/en.ts';

/**
 * What a full page load would do on its own: the title and description change, the new page is announced, and the focus
 * goes to its start, so that a keyboard or a screen reader does not stay at a link that is gone.
 */
export function PageEffects() {
  const { pathname } = useLocation();
  const head = usePageHead();
  const instance = useInstance()?.name ?? text.product;
  const title = documentTitle(head, instance);
  const shown = useRef(pathname);

  useEffect(() => {
    document.title = title;
    for (const { selector, attribute, value } of headTags(head, location.origin)) {
      document.head.querySelector(selector)?.setAttribute(attribute, value);
    }
  }, [head, title]);

  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    announce(title);
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [pathname, title]);
  return null;
}
