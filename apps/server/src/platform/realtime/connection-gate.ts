import type { IncomingMessage } from 'node:http';

interface Connection {
  readonly request: IncomingMessage;
  once(event: 'close', listener: () => void): unknown;
}

/**
 * Decides at the handshake: foreign web pages are refused (a browser sends cookies along with any WebSocket),
 * and so is who has too many connections open.
 */
export function createConnectionGate(options: {
  allowedOrigins: readonly string[];
  clientIp: (request: IncomingMessage) => string;
  limits: { readonly connections: number; readonly connectionsPerIp: number };
}) {
  const { limits, clientIp } = options;
  const openByIp = new Map<string, number>();
  let open = 0;

  function refusalOf(request: IncomingMessage): string | null {
    if (!originAllowed(request, options.allowedOrigins)) return 'auth.forbidden: this origin may not connect';
    if (open >= limits.connections) return 'server.unavailable: too many live connections';
    if ((openByIp.get(clientIp(request)) ?? 0) >= limits.connectionsPerIp) {
      return 'request.rate_limited: too many live connections from this address';
    }
    return null;
  }
  return {
    allow(request: IncomingMessage, answer: (refusal: string | null, allowed: boolean) => void): void {
      const refusal = refusalOf(request);
      answer(refusal, refusal === null);
    },
    count(connection: Connection): void {
      const ip = clientIp(connection.request);
      open += 1;
      openByIp.set(ip, (openByIp.get(ip) ?? 0) + 1);
      connection.once('close', () => {
        open -= 1;
        const left = (openByIp.get(ip) ?? 1) - 1;
        if (left === 0) openByIp.delete(ip);
        else openByIp.set(ip, left);
      });
    },
  };
}

function originAllowed(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
