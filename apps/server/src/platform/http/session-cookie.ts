const plainName = 'longwave_session';
const valueMaxChars = 512;

/** Over HTTPS the `__Host-` prefix makes browsers refuse the cookie from other hosts and over plain HTTP (RFC 6265bis §4.1.3.2). */
export function sessionCookieName(origin: string): string {
  return origin.startsWith('https:') ? `__Host-${plainName}` : plainName;
}

/** The first cookie of that name in a Cookie header, or null. Our values are base64url and words, so nothing is decoded. */
export function readCookie(header: string | undefined, name: string): string | null {
  if (header === undefined || !header.includes(name)) return null;
  for (const pair of header.split(';')) {
    const [key, value] = pair.split('=', 2);
    if (key?.trim() !== name || value === undefined) continue;
    const text = value.trim();
    return text !== '' && text.length <= valueMaxChars ? text : null;
  }
  return null;
}

/** The session secret in a Cookie header, or null. */
export function readSessionToken(header: string | undefined, origin: string): string | null {
  return readCookie(header, sessionCookieName(origin));
}

/** `Set-Cookie` value of a session (RFC 6265 §4.1.1); an empty token with a past time ends it. */
export function writeSessionCookie(cookie: { token: string; expiresAt: Date; origin: string }): string {
  if (!/^[\w.~+/=-]*$/.test(cookie.token)) throw new Error('a session token must be cookie-safe');
  const secure = cookie.origin.startsWith('https:') ? '; Secure' : '';
  const pair = `${sessionCookieName(cookie.origin)}=${cookie.token}`;
  return `${pair}; Path=/; Expires=${cookie.expiresAt.toUTCString()}; HttpOnly; SameSite=Lax${secure}`;
}
