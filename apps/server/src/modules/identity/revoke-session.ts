import { and, eq } from 'drizzle-orm';
import type { SessionId } from '@longwave/contracts/ids';
import type { Actor } from '../../platform/http/actor.ts';
import { AppError } from '../../platform/errors.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { currentSessionId } from './read-session.ts';
import { sessions } from './schema.ts';

/**
 * Ends one of the caller's own sessions or access tokens; it opens nothing from the next request on.
 * Someone else's is `auth.session_not_found`, like one that never was. `current`: it was the one of this request.
 */
export async function revokeSession(
  deps: Pick<IdentityDeps, 'db' | 'log'>,
  actor: Actor,
  input: { id: SessionId },
): Promise<{ current: boolean }> {
  if (actor.kind !== 'user') throw new AppError('auth.required', { message: 'Sign in first.' });
  const ended = await deps.db.tx((tx) =>
    tx
      .delete(sessions)
      .where(and(eq(sessions.id, input.id), eq(sessions.userId, actor.userId)))
      .returning({ id: sessions.id }),
  );
  if (ended.length === 0)
    throw new AppError('auth.session_not_found', { message: 'None of your open sessions has this id.' });
  deps.log.info({ event: 'auth.session_revoked', userId: actor.userId, sessionId: input.id }, 'session ended');
  return { current: input.id === currentSessionId(actor) };
}
