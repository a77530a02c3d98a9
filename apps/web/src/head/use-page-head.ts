import { useMemo } from 'react';
import { useMatches } from 'react-router';
import type { PageHandle, PageHead } from '../routing.ts';
import { problem as text } from '../strings/en.ts';

interface Match {
  readonly handle?: unknown;
  readonly loaderData?: unknown;
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** The head of the innermost page that has one; `data` is what its loader answered. */
export function headOf(matches: readonly Match[]): PageHead {
  for (const match of matches.toReversed()) {
    const handle = match.handle as PageHandle | undefined;
    if (handle?.head === undefined) continue;
    // A page whose loader failed has no data to make its head from: the error page in its place is nothing to index.
    if (match.loaderData === undefined && handle.head.length > 0) break;
    return handle.head(match.loaderData as never, match.params);
  }
  return { title: text.pageTitle, noIndex: true };
}

/** The head of the page that is shown. */
export function usePageHead(): PageHead {
  const matches = useMatches();
  return useMemo(() => headOf(matches), [matches]);
}
