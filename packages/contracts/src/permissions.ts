/** Roles in ascending order; each may do all that the ones before it may. */
export const roles = ['listener', 'artist', 'moderator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** `anyone` needs no account; a role name means "this role or a higher one". */
export type Requirement = 'anyone' | Role;

/**
 * The only table that says who may do what. Every route names one of these permissions.
 * Ownership is a second question that a module's `policy.ts` answers about one thing;
 * this table answers whether the caller may ask at all.
 */
export const permissions = {
  'instance.read': 'anyone',
  'instance.setup': 'anyone',
  'account.register': 'anyone',
  'account.login': 'anyone',
  'session.read': 'anyone',
  'session.manage': 'listener',
  'profile.read': 'anyone',
  'profile.write': 'listener',
  'upload.write': 'artist',
  'upload.part': 'anyone',
  'track.read': 'anyone',
  'track.write': 'artist',
  'playback.read': 'anyone',
  'media.read': 'anyone',
  'live.read': 'anyone',
  'docs.read': 'anyone',
  'jobs.manage': 'admin',
  'instance.manage': 'admin',
} as const satisfies Record<string, Requirement>;
export type Permission = keyof typeof permissions;

/** Whether a caller of this role (null = no account) meets the permission's requirement. */
export function roleMay(role: Role | null, permission: Permission): boolean {
  const requirement: Requirement = permissions[permission];
  if (requirement === 'anyone') return true;
  return role !== null && roles.indexOf(role) >= roles.indexOf(requirement);
}
