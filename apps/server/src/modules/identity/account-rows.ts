import { eq, or } from 'drizzle-orm';
import type { UserId } from '@longwave/contracts/ids';
import type { Role } from '@longwave/contracts/permissions';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { instance, passwordCredentials, users } from './schema.ts';

export type UserRow = typeof users.$inferSelect;

/** A new account with a password. `passwordHash` in PHC string format. */
export interface NewAccount {
  readonly handle: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

function taken(what: 'email' | 'handle'): AppError {
  return what === 'email'
    ? new AppError('auth.email_taken', {
        message: 'An account with this e-mail address exists already.',
        details: { field: 'email' },
      })
    : new AppError('auth.handle_taken', { message: 'This handle is taken.', details: { field: 'handle' } });
}

/** Refuses with `auth.email_taken` or `auth.handle_taken` when an account has either. */
export async function refuseTaken(db: Queryable, wanted: { handle: string; email: string }): Promise<void> {
  const rows = await db
    .select({ email: users.email })
    .from(users)
    .where(or(eq(users.email, wanted.email), eq(users.handle, wanted.handle)));
  if (rows.length === 0) return;
  throw taken(rows.some((row) => row.email === wanted.email) ? 'email' : 'handle');
}

/** Inserts an account with its password. Of two at once with one handle or e-mail, the later is refused as in `refuseTaken`. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<UserRow> {
  const { passwordHash, createdAt, ...profile } = account;
  const [row] = await tx
    .insert(users)
    .values({ id: newId<UserId>(), ...profile, createdAt, updatedAt: createdAt })
    .onConflictDoNothing()
    .returning();
  if (!row) {
    await refuseTaken(tx, account);
    throw taken('handle');
  }
  await tx.insert(passwordCredentials).values({ userId: row.id, hash: passwordHash, changedAt: createdAt });
  return row;
}

/** An account by its e-mail (lower case) with its password hash, null where it has none. */
export async function findUserByEmail(
  db: Queryable,
  email: string,
): Promise<{ user: UserRow; passwordHash: string | null } | null> {
  const [row] = await db
    .select({ user: users, passwordHash: passwordCredentials.hash })
    .from(users)
    .leftJoin(passwordCredentials, eq(passwordCredentials.userId, users.id))
    .where(eq(users.email, email));
  return row ?? null;
}

/** Whether the instance has been set up. */
export async function isSetUp(db: Queryable): Promise<boolean> {
  const rows = await db.select({ id: instance.id }).from(instance);
  return rows.length > 0;
}

/** Writes the instance's one row; false when it is there already. Concurrent calls wait for each other: one gets true. */
export async function markSetUp(tx: Tx, input: { name: string; setUpAt: Date }): Promise<boolean> {
  const rows = await tx
    .insert(instance)
    .values({ id: 1, ...input })
    .onConflictDoNothing()
    .returning({ id: instance.id });
  return rows.length > 0;
}
