import type { Config } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { RateLimits } from '../../platform/limits.ts';
import type { Log } from '../../platform/log.ts';
import type { Secrets } from '../../platform/secrets.ts';
import type { SetupTokenFile } from '../../platform/setup-token.ts';
import type { Passwords } from './password-hash.ts';

/** What identity needs; each use case picks its own part. */
export interface IdentityDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: RateLimits;
  readonly secrets: Pick<Secrets, 'csrfSecret' | 'ipHashSecret' | 'tokenKeys'>;
  readonly setupToken: SetupTokenFile;
  /** One for the whole process: it bounds the memory that hashing may use. */
  readonly passwords: Passwords;
  readonly config: Pick<Config, 'REGISTRATION' | 'REGISTRATION_ROLE' | 'PUBLIC_URL'>;
}

/** What only the HTTP side of the module needs besides. */
export interface IdentityModuleDeps extends IdentityDeps {
  /** Version of the product, as `GET /api/instance` says it. */
  readonly version: string;
  /** Identity may not use catalog; the composition root passes the count in. */
  readonly countPublishedTracks: () => Promise<number>;
}

/** Where a request comes from; kept with the session so that a person recognises it. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
}
