import type { UserRow } from './account-rows.ts';
import type { Client, IdentityDeps } from './identity-deps.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import { verifyLogin } from './verify-login.ts';

type LogInDeps = Pick<IdentityDeps, 'db' | 'clock' | 'log' | 'limits' | 'secrets' | 'passwords'>;

/** Opens a browser session with e-mail and password; `replacedSecret` is the cookie that came. Errors: as `verifyLogin`. */
export async function logIn(
  deps: LogInDeps,
  input: { email: string; password: string; client: Client; replacedSecret: string | null },
): Promise<{ user: UserRow; session: OpenedSession }> {
  const user = await verifyLogin(deps, input);
  return deps.db.tx(async (tx, hooks) => {
    const session = await openSession(tx, deps, { ...input, userId: user.id });
    hooks.afterCommit(() =>
      deps.log.info({ event: 'auth.logged_in', userId: user.id, sessionId: session.id }, 'signed in'),
    );
    return { user, session };
  });
}
