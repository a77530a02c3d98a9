import { and, desc, eq, gt } from 'drizzle-orm';
import type { SessionState } from '@longwave/contracts/identity';
import type { SessionId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { sessionsPerAccountMax } from './open-session.ts';
import { presentMe, presentSession } from './present-account.ts';
import { sessions, users } from './schema.ts';
import { csrfTokenOf } from './session-secret.ts';

type ReadDeps = Pick<IdentityDeps, 'db' | 'clock' | 'secrets'>;
const nobody: SessionState = { user: null, csrfToken: null, sessions: [] };

/** Id of the row behind this request: the browser session's or the access token's. */
export function currentSessionId(actor: Actor): SessionId | null {
  return actor.kind === 'user' ? (actor.sessionId ?? actor.accessTokenSessionId ?? null) : null;
}

/**
 * Who is signed in, the CSRF token of the cookie (null with a bearer token) and the account's open sessions, last used first.
 * `cookieExpiresAt` is when the cookie must end now that this use has moved the end of its session.
 */
export async function readSession(
  deps: ReadDeps,
  actor: Actor,
  input: { sessionToken: string | null },
): Promise<{ state: SessionState; cookieExpiresAt: Date | null }> {
  if (actor.kind !== 'user') return { state: nobody, cookieExpiresAt: null };
  const { db, clock, secrets } = deps;
  const [user] = await db.read.select().from(users).where(eq(users.id, actor.userId));
  if (!user) return { state: nobody, cookieExpiresAt: null };
  const rows = await db.read
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, actor.userId), gt(sessions.expiresAt, clock.now())))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(2 * sessionsPerAccountMax);
  const cookie = actor.sessionId === null ? null : input.sessionToken;
  return {
    state: {
      user: presentMe(user),
      csrfToken: cookie === null ? null : csrfTokenOf(secrets.csrfSecret, cookie),
      sessions: rows.map((row) => presentSession(row, currentSessionId(actor))),
    },
    cookieExpiresAt: rows.find((row) => row.id === actor.sessionId)?.expiresAt ?? null,
  };
}
