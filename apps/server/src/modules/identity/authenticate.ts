import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { SessionId, UserId } from '@longwave/contracts/ids';
import { anonymous, type Actor } from '../../platform/http/actor.ts';
import { invalidToken, verifyAccessToken } from './access-token.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { sessionLifeMs } from './open-session.ts';
import { sessions, users } from './schema.ts';
import { hashSecret, isSessionSecret } from './session-secret.ts';

/** A session's last use is written at most this often, so that reading stays reading. */
const seenEveryMs = 5 * 60 * 1000;

type AuthenticateDeps = Pick<IdentityDeps, 'db' | 'clock' | 'secrets' | 'config'>;

/**
 * Who sent these credentials. The row and the account are read each time, so a revoked session and a suspended account
 * end with the next request. A bearer token that opens nothing is `auth.invalid_token`; such a cookie is a stranger's.
 */
export async function authenticate(
  deps: AuthenticateDeps,
  credentials: { sessionToken: string | null; bearerToken: string | null },
): Promise<Actor> {
  if (credentials.bearerToken !== null) return authenticateBearer(deps, credentials.bearerToken);
  if (credentials.sessionToken !== null) return authenticateCookie(deps, credentials.sessionToken);
  return anonymous;
}

async function authenticateBearer(deps: AuthenticateDeps, token: string): Promise<Actor> {
  const claims = await verifyAccessToken(deps, token);
  const found = await findSession(deps, token);
  if (!found || found.jwtId !== claims.jwtId || found.userId !== claims.userId) throw invalidToken();
  const { userId, handle, role } = found;
  return { kind: 'user', userId, handle, role, sessionId: null, accessTokenSessionId: found.sessionId };
}

async function authenticateCookie(deps: AuthenticateDeps, secret: string): Promise<Actor> {
  if (!isSessionSecret(secret)) return anonymous;
  const found = await findSession(deps, secret);
  if (!found || found.jwtId !== null) return anonymous;
  await keepAlive(deps, found);
  const { userId, handle, role, sessionId } = found;
  return { kind: 'user', userId, handle, role, sessionId };
}

interface FoundSession {
  readonly sessionId: SessionId;
  readonly jwtId: string | null;
  readonly lastSeenAt: Date;
  readonly userId: UserId;
  readonly handle: string;
  readonly role: (typeof users.$inferSelect)['role'];
}

async function findSession(deps: AuthenticateDeps, secret: string): Promise<FoundSession | null> {
  const [row] = await deps.db.read
    .select({
      sessionId: sessions.id,
      jwtId: sessions.jwtId,
      lastSeenAt: sessions.lastSeenAt,
      userId: users.id,
      handle: users.handle,
      role: users.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.tokenHash, hashSecret(secret)),
        gt(sessions.expiresAt, deps.clock.now()),
        eq(users.status, 'active'),
      ),
    );
  return row ?? null;
}

async function keepAlive(deps: AuthenticateDeps, found: FoundSession): Promise<void> {
  const now = deps.clock.now();
  const seenBefore = new Date(now.getTime() - seenEveryMs);
  if (found.lastSeenAt >= seenBefore) return;
  const expiresAt = new Date(now.getTime() + sessionLifeMs);
  await deps.db.tx(async (tx) => {
    await tx
      .update(sessions)
      .set({ lastSeenAt: now, expiresAt })
      .where(and(eq(sessions.id, found.sessionId), lt(sessions.lastSeenAt, seenBefore), isNull(sessions.jwtId)));
  });
}
