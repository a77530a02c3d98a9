import { eq } from 'drizzle-orm';
import type { Actor } from '../../platform/http/actor.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { currentSessionId } from './read-session.ts';
import { sessions } from './schema.ts';

/** Ends the session or access token of this request. Safe to repeat. */
export async function logOut(deps: Pick<IdentityDeps, 'db' | 'log'>, actor: Actor): Promise<void> {
  const sessionId = currentSessionId(actor);
  if (actor.kind !== 'user' || sessionId === null) return;
  await deps.db.tx(async (tx) => {
    await tx.delete(sessions).where(eq(sessions.id, sessionId));
  });
  deps.log.info({ event: 'auth.logged_out', userId: actor.userId, sessionId }, 'signed out');
}
