import type { register as contract } from '@longwave/contracts/identity';
import type { BodyOf } from '@longwave/contracts/route';
import { insertAccount, isSetUp, refuseTaken, type UserRow } from './account-rows.ts';
import { takeRegistration, takeRegistrationTry } from './attempt-limits.ts';
import type { Client, IdentityDeps } from './identity-deps.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import { refuseCommonPassword } from './password-policy.ts';
import { refuseReservedHandle, refuseUnlessOpen } from './policy.ts';

type RegisterDeps = Pick<IdentityDeps, 'db' | 'clock' | 'log' | 'limits' | 'secrets' | 'passwords' | 'config'>;
type RegisterInput = BodyOf<typeof contract> & { client: Client; replacedSecret: string | null };

/**
 * Creates an account of the role `REGISTRATION_ROLE` and signs it in. Errors: `auth.registration_closed`,
 * `auth.email_taken`, `auth.handle_taken`, `auth.password_too_common`, `request.invalid` (reserved handle),
 * `request.rate_limited` (5 accounts per hour and address).
 */
export async function registerAccount(
  deps: RegisterDeps,
  input: RegisterInput,
): Promise<{ user: UserRow; session: OpenedSession }> {
  const { db, config, limits } = deps;
  refuseUnlessOpen({ setUp: await isSetUp(db.read), registration: config.REGISTRATION });
  refuseReservedHandle(input.handle);
  refuseCommonPassword(input.password, input);
  await takeRegistrationTry(limits, input.client.ip);
  await refuseTaken(db.read, input);
  await takeRegistration(limits, input.client.ip);
  const passwordHash = await deps.passwords.hash(input.password);
  return db.tx(async (tx, hooks) => {
    const user = await insertAccount(tx, {
      handle: input.handle,
      email: input.email,
      displayName: input.displayName ?? input.handle,
      role: config.REGISTRATION_ROLE,
      passwordHash,
      createdAt: deps.clock.now(),
    });
    const session = await openSession(tx, deps, { ...input, userId: user.id });
    hooks.afterCommit(() => deps.log.info({ event: 'auth.registered', userId: user.id }, 'account created'));
    return { user, session };
  });
}
