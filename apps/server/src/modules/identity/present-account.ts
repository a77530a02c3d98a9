import type { Me, ProfileView, SessionView } from '@longwave/contracts/identity';
import type { SessionId } from '@longwave/contracts/ids';
import type { UserRow } from './account-rows.ts';
import type { Person } from './identity.ts';
import type { sessions } from './schema.ts';

type SessionRow = typeof sessions.$inferSelect;

/** An account as its owner sees it. */
export function presentMe(row: UserRow): Me {
  return {
    id: row.id,
    handle: row.handle,
    displayName: row.displayName,
    email: row.email,
    role: row.role,
    createdAt: row.createdAt.toISOString(),
  };
}

/** An open session as its owner sees it: no token, no address. */
export function presentSession(row: SessionRow, currentId: SessionId | null): SessionView {
  return {
    id: row.id,
    current: row.id === currentId,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}

/** An account as everyone sees it. */
export function presentProfile(row: UserRow): ProfileView {
  return {
    id: row.id,
    handle: row.handle,
    displayName: row.displayName,
    bio: row.bio,
    links: row.links.map(({ label, url }) => ({ label, url })),
    createdAt: row.createdAt.toISOString(),
  };
}

/** An account as other modules see it. */
export function presentPerson(row: UserRow): Person {
  return {
    id: row.id,
    handle: row.handle,
    displayName: row.displayName,
    bio: row.bio,
    createdAt: row.createdAt,
  };
}
