import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { Email, Handle, Password } from '@longwave/contracts/identity';
import type { UserId } from '@longwave/contracts/ids';
import type { Tx } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors.ts';
import { findUserByEmail, insertAccount, markSetUp } from './account-rows.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { refuseCommonPassword } from './password-policy.ts';
import { refuseReservedHandle } from './policy.ts';
import { passwordCredentials, sessions, users } from './schema.ts';
import { removeSetupToken } from './set-up-instance.ts';

type CreateDeps = Pick<IdentityDeps, 'db' | 'clock' | 'log' | 'setupToken' | 'passwords'>;
const Input = z.strictObject({ handle: Handle, email: Email, password: Password });

/** A command line has no contract in front of it, so its input is checked here. */
function check(input: unknown): z.infer<typeof Input> {
  const parsed = Input.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    rule: issue.code,
    message: issue.message,
  }));
  const message = issues.map((issue) => `${issue.field}: ${issue.message}`).join('; ');
  throw new AppError('request.invalid', { message, details: { issues } });
}

/**
 * Makes an admin without the set-up link, and the instance set up if it was not. An account with this e-mail becomes an active
 * admin with the given password, and its open sessions end: this is also the way back for an admin who is locked out.
 * Errors: `request.invalid`, `auth.password_too_common`, `auth.handle_taken`.
 */
export async function createAdmin(
  deps: CreateDeps,
  input: { handle: string; email: string; password: string },
): Promise<{ userId: UserId; created: boolean }> {
  const { handle, email, password } = check(input);
  refuseCommonPassword(password, { handle, email });
  const passwordHash = await deps.passwords.hash(password);
  const now = deps.clock.now();
  return deps.db.tx(async (tx, hooks) => {
    if (await markSetUp(tx, { name: 'Longwave', setUpAt: now })) hooks.afterCommit(() => removeSetupToken(deps));
    const existing = await findUserByEmail(tx, email);
    if (existing) {
      await promote(tx, { userId: existing.user.id, passwordHash, now });
    } else {
      refuseReservedHandle(handle);
    }
    const userId =
      existing?.user.id ??
      (await insertAccount(tx, { handle, email, displayName: handle, role: 'admin', passwordHash, createdAt: now })).id;
    hooks.afterCommit(() => deps.log.info({ event: 'auth.admin_created', userId }, 'admin account ready'));
    return { userId, created: !existing };
  });
}

async function promote(tx: Tx, input: { userId: UserId; passwordHash: string; now: Date }): Promise<void> {
  const { userId, passwordHash: hash, now } = input;
  await tx.update(users).set({ role: 'admin', status: 'active', updatedAt: now }).where(eq(users.id, userId));
  await tx
    .insert(passwordCredentials)
    .values({ userId, hash, changedAt: now })
    .onConflictDoUpdate({ target: passwordCredentials.userId, set: { hash, changedAt: now } });
  await tx.delete(sessions).where(eq(sessions.userId, userId));
}
