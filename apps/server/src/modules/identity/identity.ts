import type { UserId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';

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
  /** On an instance that is not set up: writes DATA_DIR/setup-token once (0600) and answers the token; null when set up. */
  ensureSetupToken(): Promise<string | null>;
  /** `longwave admin create`: makes or promotes an admin account without the set-up link. */
  createAdmin(input: {
    handle: string;
    email: string;
    password: string;
  }): Promise<{ userId: UserId; created: boolean }>;
}
