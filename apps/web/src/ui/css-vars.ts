import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

const useBrowserLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect;

/**
 * Sets CSS custom properties through the object model. Rendered `style="…"` attributes are blocked by the pages' content
 * security policy, so values that only exist at run time (a colour of an artwork, a percentage) go this way.
 */
export function useCssVars<E extends HTMLElement>(vars: Readonly<Record<`--${string}`, string>>): RefObject<E | null> {
  const ref = useRef<E>(null);
  useBrowserLayoutEffect(() => {
    for (const [name, value] of Object.entries(vars)) ref.current?.style.setProperty(name, value);
  });
  return ref;
}
