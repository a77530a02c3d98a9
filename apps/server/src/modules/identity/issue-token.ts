import { v4 } from 'uuid';
import { accessTokenLifeS, signAccessToken } from './access-token.ts';
import type { UserRow } from './account-rows.ts';
import type { Client, IdentityDeps } from './identity-deps.ts';
import { insertSession } from './open-session.ts';
import { hashSecret } from './session-secret.ts';
import { verifyLogin } from './verify-login.ts';

type IssueDeps = Pick<IdentityDeps, 'db' | 'clock' | 'log' | 'limits' | 'secrets' | 'passwords' | 'config'>;

/**
 * An access token for a program. A session row stands for it, so that revoking the row, or suspending the account,
 * ends it at its next use. Errors: as `verifyLogin`.
 */
export async function issueToken(
  deps: IssueDeps,
  input: { email: string; password: string; client: Client },
): Promise<{ user: UserRow; accessToken: string; expiresInS: number }> {
  const user = await verifyLogin(deps, input);
  const jwtId = v4();
  const accessToken = await signAccessToken(deps, { userId: user.id, jwtId });
  const expiresAt = new Date(deps.clock.now().getTime() + accessTokenLifeS * 1000);
  const tokenHash = hashSecret(accessToken);
  await deps.db.tx(async (tx, hooks) => {
    const row = { userId: user.id, client: input.client, tokenHash, jwtId, expiresAt };
    const sessionId = await insertSession(tx, deps, row);
    hooks.afterCommit(() =>
      deps.log.info({ event: 'auth.token_issued', userId: user.id, sessionId }, 'access token issued'),
    );
  });
  return { user, accessToken, expiresInS: accessTokenLifeS };
}
