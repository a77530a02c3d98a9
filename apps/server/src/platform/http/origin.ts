import type { IncomingHttpHeaders } from 'node:http';
import type { HttpConfig } from './http-deps.ts';

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** `host[:port]` of RFC 3986 without user info: a DNS name, an IPv4 address or a bracketed IPv6 address. */
const saneHost = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[0-9a-f:.]{2,45}\\])(?::\\d{1,5})?$`, 'i');

function firstOf(header: string | string[] | undefined): string | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  return value?.split(',', 1)[0]?.trim();
}

/**
 * Answers the origin (scheme, host, port) that links start with: `PUBLIC_URL`, else what the request names as its host.
 * A host that is not a plain `host[:port]` is not believed and `http://localhost:PORT` is answered, so a forged Host
 * header cannot smuggle markup or another path into links. Forwarded headers count only with TRUST_PROXY.
 */
export function createOriginOf(config: HttpConfig): (headers: IncomingHttpHeaders) => string {
  if (config.PUBLIC_URL !== null) {
    const { origin } = new URL(config.PUBLIC_URL);
    return () => origin;
  }
  return (headers) => {
    const host = (config.TRUST_PROXY ? firstOf(headers['x-forwarded-host']) : undefined) ?? headers.host;
    const https = config.TRUST_PROXY && firstOf(headers['x-forwarded-proto']) === 'https';
    if (host === undefined || host.length > 255 || !saneHost.test(host)) return `http://localhost:${config.PORT}`;
    return `${https ? 'https' : 'http'}://${host.toLowerCase()}`;
  };
}
