const here = 'https://here.invalid';

/**
 * Where to go after signing in: a path of this site, or the fallback. Anything that a browser could read as another
 * site (`//evil`, `/\evil`, `https:…`, control characters) is refused, so a link cannot send people away.
 */
export function safeNextPath(next: string | null, fallback = '/studio'): string {
  if (next === null || !/^\/(?![/\\])/.test(next) || !URL.canParse(next, here)) return fallback;
  const url = new URL(next, here);
  return url.origin === here ? `${url.pathname}${url.search}${url.hash}` : fallback;
}

/** The sign-in page that comes back to `path` afterwards. */
export function loginPath(path: string): string {
  return `/login?${new URLSearchParams({ next: path })}`;
}
