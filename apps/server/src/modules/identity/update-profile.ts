import { eq } from 'drizzle-orm';
import type { ProfileView, updateProfile as contract } from '@longwave/contracts/identity';
import type { BodyOf } from '@longwave/contracts/route';
import type { Actor } from '../../platform/http/actor.ts';
import { AppError } from '../../platform/errors.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { presentProfile } from './present-account.ts';
import { users } from './schema.ts';

/** Changes the given fields of the caller's public profile and leaves the others. */
export async function updateProfile(
  deps: Pick<IdentityDeps, 'db' | 'clock'>,
  actor: Actor,
  input: BodyOf<typeof contract>,
): Promise<ProfileView> {
  if (actor.kind !== 'user') throw new AppError('auth.required', { message: 'Sign in first.' });
  const { displayName, bio, links } = input;
  const changes = {
    ...(displayName !== undefined && { displayName }),
    ...(bio !== undefined && { bio }),
    ...(links !== undefined && { links }),
  };
  const [row] = await deps.db.tx((tx) =>
    tx
      .update(users)
      .set({ ...changes, updatedAt: deps.clock.now() })
      .where(eq(users.id, actor.userId))
      .returning(),
  );
  if (!row) throw new AppError('profile.not_found', { message: 'This account does not exist any more.' });
  return presentProfile(row);
}
