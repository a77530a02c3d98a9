import { createHash, timingSafeEqual } from 'node:crypto';
import type { BodyOf } from '@longwave/contracts/route';
import type { setUpInstance as contract } from '@longwave/contracts/identity';
import { AppError } from '../../platform/errors.ts';
import { insertAccount, isSetUp, markSetUp, type UserRow } from './account-rows.ts';
import type { Client, IdentityDeps } from './identity-deps.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import { refuseCommonPassword } from './password-policy.ts';
import { refuseReservedHandle } from './policy.ts';

type SetUpDeps = Pick<IdentityDeps, 'db' | 'clock' | 'log' | 'secrets' | 'setupToken' | 'passwords'>;
type SetUpInput = BodyOf<typeof contract> & { client: Client; replacedSecret: string | null };

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Constant-time in the content of both, whatever their lengths. */
function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

function alreadyDone(): AppError {
  return new AppError('setup.already_done', { message: 'This instance is set up already. Sign in instead.' });
}

/**
 * Names the instance, creates its first admin and signs them in. Exactly one call ever succeeds: the instance's single row
 * decides, in the same transaction as the account. Errors: `setup.already_done`, `setup.invalid_token`,
 * `auth.password_too_common`, `request.invalid` (reserved handle).
 */
export async function setUpInstance(
  deps: SetUpDeps,
  input: SetUpInput,
): Promise<{ user: UserRow; session: OpenedSession }> {
  // Read before the question below: a token that a concurrent winner has removed means that the winner has committed.
  const expected = await deps.setupToken.read();
  if (await isSetUp(deps.db.read)) throw alreadyDone();
  if (expected === null || !sameSecret(input.token, expected))
    throw new AppError('setup.invalid_token', {
      message: 'The set-up token is wrong. Use the link of the latest start, or read DATA_DIR/setup-token.',
    });
  refuseReservedHandle(input.handle);
  refuseCommonPassword(input.password, input);
  const passwordHash = await deps.passwords.hash(input.password);
  return deps.db.tx(async (tx, hooks) => {
    const now = deps.clock.now();
    if (!(await markSetUp(tx, { name: input.instanceName, setUpAt: now }))) throw alreadyDone();
    const user = await insertAccount(tx, {
      handle: input.handle,
      email: input.email,
      displayName: input.displayName ?? input.handle,
      role: 'admin',
      passwordHash,
      createdAt: now,
    });
    const session = await openSession(tx, deps, { ...input, userId: user.id });
    hooks.afterCommit(() => removeSetupToken(deps));
    hooks.afterCommit(() => deps.log.info({ event: 'setup.done', userId: user.id }, 'the instance is set up'));
    return { user, session };
  });
}

/** A token file that stays behind opens nothing (the row decides) and goes at the next start, so this never undoes a set-up. */
export async function removeSetupToken(deps: Pick<IdentityDeps, 'log' | 'setupToken'>): Promise<void> {
  try {
    await deps.setupToken.remove();
  } catch (error) {
    deps.log.warn({ err: error }, 'the used set-up token file could not be removed');
  }
}
