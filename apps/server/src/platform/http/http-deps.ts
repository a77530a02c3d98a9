import type { Config } from '../../config.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { RateLimits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Module } from '../module.ts';
import type { Actor } from './actor.ts';

export type HttpConfig = Pick<Config, 'PORT' | 'PUBLIC_URL' | 'NODE_ENV' | 'TRUST_PROXY' | 'CORS_ORIGINS'>;

/** One thing `/readyz` asks: resolves when it works, rejects with the reason. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<void>;
}

/** Who sent these credentials, and the CSRF token of a session; the identity module answers both. */
export interface Authentication {
  authenticate(credentials: { sessionToken: string | null; bearerToken: string | null }): Promise<Actor>;
  csrfTokenOf(sessionToken: string): string;
}

export interface HttpDeps extends Authentication {
  readonly config: HttpConfig;
  readonly log: Log;
  readonly clock: Clock;
  readonly db: Pick<Database, 'read' | 'tx'>;
  readonly limits: RateLimits;
  readonly metrics: Metrics;
  readonly modules: readonly Pick<Module, 'routes' | 'rawRoutes'>[];
  readonly readiness: readonly ReadinessCheck[];
}

/** Limits of the HTTP surface; each route may lower or raise its own body and rate limit in its contract. */
export const httpLimits = {
  bodyBytes: 64 * 1024,
  headerBytes: 16 * 1024,
  headersMax: 100,
  urlParamChars: 1024,
  /** One JSON request, body included; uploads and media stream outside this limit. */
  handlerMs: 120_000,
  /** Receiving a whole request: a 64 MiB part at 1 Mbit/s takes 9 minutes. */
  requestMs: 15 * 60_000,
  headersMs: 20_000,
  keepAliveMs: 65_000,
  readsPerMinute: 600,
  writesPerMinute: 240,
} as const;

/** Version in the `X-API-Version` header of every answer. */
export const apiVersion = '1';
