import { and, asc, eq, inArray } from 'drizzle-orm';
import type { ProfileView } from '@longwave/contracts/identity';
import type { UserId } from '@longwave/contracts/ids';
import { AppError } from '../../platform/errors.ts';
import type { UserRow } from './account-rows.ts';
import type { Person } from './identity.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { presentPerson, presentProfile } from './present-account.ts';
import { users } from './schema.ts';

type ReadDeps = Pick<IdentityDeps, 'db'>;

/** Accounts by id, in one query; unknown ids are absent, suspended accounts are not (their things still name them). */
export async function readPeople(deps: ReadDeps, ids: readonly UserId[]): Promise<Map<UserId, Person>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await deps.db.read.select().from(users).where(inArray(users.id, wanted));
  return new Map(rows.map((row) => [row.id, presentPerson(row)]));
}

async function findActive(deps: ReadDeps, handle: string): Promise<UserRow | null> {
  const isTheirs = and(eq(users.handle, handle.toLowerCase()), eq(users.status, 'active'));
  const [row] = await deps.db.read.select().from(users).where(isTheirs);
  return row ?? null;
}

/** The active account with this handle, in any case; null when there is none. */
export async function findPersonByHandle(deps: ReadDeps, handle: string): Promise<Person | null> {
  const row = await findActive(deps, handle);
  return row && presentPerson(row);
}

/** The active admin whose account is the oldest; null before the set-up. */
export async function findFirstAdmin(deps: ReadDeps): Promise<Person | null> {
  const [row] = await deps.db.read
    .select()
    .from(users)
    .where(and(eq(users.role, 'admin'), eq(users.status, 'active')))
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(1);
  return row ? presentPerson(row) : null;
}

/** The public profile behind a handle; `profile.not_found` when there is none or it is suspended. */
export async function readProfile(deps: ReadDeps, input: { handle: string }): Promise<ProfileView> {
  const row = await findActive(deps, input.handle);
  if (!row) throw new AppError('profile.not_found', { message: `Nobody here is called @${input.handle}.` });
  return presentProfile(row);
}
