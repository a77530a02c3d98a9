import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Paths whose values never reach a log line; tested against a request that carries each. */
export const redactedPaths = [
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
  'password',
  '*.password',
  'token',
  '*.token',
  'accessToken',
  '*.accessToken',
  'secret',
  '*.secret',
] as const;

/** Structured JSON log on standard output; `pretty` for a person at a terminal. */
export function createLog(options: {
  level: string;
  pretty: boolean;
  destination?: { write(line: string): void };
}): Log {
  const base = { level: options.level, redact: { paths: [...redactedPaths], censor: '[redacted]' } };
  if (options.destination) return pino(base, options.destination);
  if (!options.pretty) return pino(base);
  return pino({
    ...base,
    transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } },
  });
}
