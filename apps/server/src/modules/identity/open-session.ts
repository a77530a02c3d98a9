import { and, desc, eq, isNotNull, isNull, notInArray } from 'drizzle-orm';
import type { SessionId, UserId } from '@longwave/contracts/ids';
import type { Tx } from '../../platform/db/database.ts';
import { newId } from '../../platform/ids.ts';
import type { Client, IdentityDeps } from './identity-deps.ts';
import { sessions } from './schema.ts';
import { csrfTokenOf, hashIp, hashSecret, newSessionSecret } from './session-secret.ts';

/** Life of a browser session without a request. */
export const sessionLifeMs = 30 * 24 * 60 * 60 * 1000;
/** Open sessions, and apart from them open access tokens, that one account may have; the longest unseen end first. */
export const sessionsPerAccountMax = 100;

type SessionDeps = Pick<IdentityDeps, 'clock' | 'secrets'>;

/** What a browser gets on signing in. `secret` goes into the cookie and nowhere else. */
export interface OpenedSession {
  readonly id: SessionId;
  readonly secret: string;
  readonly csrfToken: string;
  readonly expiresAt: Date;
}

/**
 * Opens a browser session. The session that the same browser had before ends, so a cookie planted before the sign-in
 * never becomes the signed-in one (session fixation).
 */
export async function openSession(
  tx: Tx,
  deps: SessionDeps,
  input: { userId: UserId; client: Client; replacedSecret: string | null },
): Promise<OpenedSession> {
  if (input.replacedSecret !== null)
    await tx.delete(sessions).where(eq(sessions.tokenHash, hashSecret(input.replacedSecret)));
  const secret = newSessionSecret();
  const expiresAt = new Date(deps.clock.now().getTime() + sessionLifeMs);
  const id = await insertSession(tx, deps, { ...input, tokenHash: hashSecret(secret), jwtId: null, expiresAt });
  return { id, secret, csrfToken: csrfTokenOf(deps.secrets.csrfSecret, secret), expiresAt };
}

/** Inserts the row of a session or access token and ends what is over the account's limit of that kind. */
export async function insertSession(
  tx: Tx,
  deps: SessionDeps,
  input: { userId: UserId; client: Client; tokenHash: string; jwtId: string | null; expiresAt: Date },
): Promise<SessionId> {
  const now = deps.clock.now();
  const id = newId<SessionId>();
  const ofKind = and(
    eq(sessions.userId, input.userId),
    input.jwtId === null ? isNull(sessions.jwtId) : isNotNull(sessions.jwtId),
  );
  const kept = tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(ofKind)
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(sessionsPerAccountMax - 1);
  await tx.delete(sessions).where(and(ofKind, notInArray(sessions.id, kept)));
  await tx.insert(sessions).values({
    id,
    userId: input.userId,
    tokenHash: input.tokenHash,
    jwtId: input.jwtId,
    userAgent: input.client.userAgent.slice(0, 300),
    ipHash: hashIp(deps.secrets.ipHashSecret, input.client.ip),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: input.expiresAt,
  });
  return id;
}
