import type { UserId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import { authenticate } from './authenticate.ts';
import { createAdmin } from './create-admin.ts';
import { ensureSetupToken } from './ensure-setup-token.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { findFirstAdmin, findPersonByHandle, readPeople } from './read-people.ts';
import { csrfTokenOf } from './session-secret.ts';

/** What other modules may know of an account. */
export interface Person {
  readonly id: UserId;
  readonly handle: string;
  readonly displayName: string;
  readonly bio: string;
  readonly createdAt: Date;
}

export interface Identity {
  /** Who sent these credentials. A wrong or ended one is `anonymous` for a cookie and `auth.invalid_token` for a bearer token. */
  authenticate(credentials: { sessionToken: string | null; bearerToken: string | null }): Promise<Actor>;
  /** CSRF token that belongs to a session cookie (HMAC of the cookie's secret). */
  csrfTokenOf(sessionToken: string): string;
  readPeople(ids: readonly UserId[]): Promise<Map<UserId, Person>>;
  findPersonByHandle(handle: string): Promise<Person | null>;
  /** The longest-serving active admin; owner of what the command line imports unless told. */
  findFirstAdmin(): Promise<Person | null>;
  /** On an instance that is not set up: writes DATA_DIR/setup-token once (0600) and answers the token; null when set up. */
  ensureSetupToken(): Promise<string | null>;
  /** `longwave admin create`: makes or promotes an admin account without the set-up link. */
  createAdmin(input: {
    handle: string;
    email: string;
    password: string;
  }): Promise<{ userId: UserId; created: boolean }>;
}

/** The module as others use it. */
export function createIdentity(deps: IdentityDeps): Identity {
  return {
    authenticate: (credentials) => authenticate(deps, credentials),
    csrfTokenOf: (sessionToken) => csrfTokenOf(deps.secrets.csrfSecret, sessionToken),
    readPeople: (ids) => readPeople(deps, ids),
    findPersonByHandle: (handle) => findPersonByHandle(deps, handle),
    findFirstAdmin: () => findFirstAdmin(deps),
    ensureSetupToken: () => ensureSetupToken(deps),
    createAdmin: (input) => createAdmin(deps, input),
  };
}
