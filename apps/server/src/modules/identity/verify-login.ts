import { and, eq } from 'drizzle-orm';
import type { UserId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import { findUserByEmail, type UserRow } from './account-rows.ts';
import { takeLoginTry } from './attempt-limits.ts';
import type { Client, IdentityDeps } from './identity-deps.ts';
import { refuseUnlessActive } from './policy.ts';
import { passwordCredentials } from './schema.ts';
import { hashIp } from './session-secret.ts';

type VerifyDeps = Pick<IdentityDeps, 'db' | 'clock' | 'log' | 'limits' | 'secrets' | 'passwords'>;

/**
 * The account that this e-mail and password belong to. An unknown e-mail, an account without a password and a wrong password
 * cost one key derivation each and get the same `auth.invalid_credentials`; `auth.account_suspended` comes only after the right
 * password; `request.rate_limited` after too many failures. A hash made with less than today's cost is renewed.
 */
export async function verifyLogin(
  deps: VerifyDeps,
  input: { email: string; password: string; client: Client },
): Promise<UserRow> {
  const attempt = await takeLoginTry(deps.limits, { email: input.email, ip: input.client.ip });
  const found = await findUserByEmail(deps.db.read, input.email);
  const stored = found?.passwordHash ?? null;
  const { matches, outdated } = await deps.passwords.verify(input.password, stored);
  if (!found || stored === null || !matches) {
    const ipHash = hashIp(deps.secrets.ipHashSecret, input.client.ip);
    deps.log.info({ event: 'auth.login_failed', userId: found?.user.id ?? null, ipHash }, 'sign-in failed');
    throw new AppError('auth.invalid_credentials', { message: 'The e-mail address or the password is wrong.' });
  }
  await attempt.succeeded();
  refuseUnlessActive(found.user.status);
  if (outdated) await renewHash(deps, { userId: found.user.id, password: input.password, stored });
  return found.user;
}

async function renewHash(deps: VerifyDeps, input: { userId: UserId; password: string; stored: string }): Promise<void> {
  const hash = await deps.passwords.hash(input.password);
  // Only over the hash that was checked: a password changed meanwhile stays.
  const unchanged = and(eq(passwordCredentials.userId, input.userId), eq(passwordCredentials.hash, input.stored));
  await deps.db.tx(async (tx) => {
    await tx.update(passwordCredentials).set({ hash }).where(unchanged);
  });
}
