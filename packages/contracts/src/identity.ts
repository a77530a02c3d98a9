import { z } from 'zod';
import { SessionId, UserId } from './ids.ts';
import { roles } from './permissions.ts';
import { defineRoute } from './route.ts';

export const Role = z.enum(roles);
/** Handle of an account: 2–32 of a–z, 0–9, `_`, `-`, starting and ending with a letter or digit; compared in lower case. */
export const Handle = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z0-9](?:[a-z0-9_-]{0,30}[a-z0-9])$/,
    '2 to 32 letters, digits, "_" or "-", with a letter or digit at both ends',
  );
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const Password = z.string().min(8).max(100);
export const DisplayName = z.string().trim().min(1).max(80);

export const Me = z.object({
  id: UserId,
  handle: z.string(),
  displayName: z.string(),
  email: z.string(),
  role: Role,
  createdAt: z.iso.datetime(),
});
export type Me = z.infer<typeof Me>;

export const SessionView = z.object({
  id: SessionId,
  current: z.boolean(),
  userAgent: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof SessionView>;

/** `csrfToken` goes back in the `X-CSRF-Token` header of every state-changing request made with the cookie. */
export const SessionState = z.object({
  user: Me.nullable(),
  csrfToken: z.string().nullable(),
  sessions: z.array(SessionView),
});
export type SessionState = z.infer<typeof SessionState>;

export const InstanceView = z.object({
  name: z.string(),
  setUp: z.boolean(),
  registration: z.enum(['open', 'invite', 'closed']),
  version: z.string(),
  /** What this server says of itself: drivers in use, local ones labelled so. */
  database: z.enum(['pglite', 'postgres']),
  trackCount: z.number().int(),
});
export type InstanceView = z.infer<typeof InstanceView>;

export const ProfileView = z.object({
  id: UserId,
  handle: z.string(),
  displayName: z.string(),
  bio: z.string(),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
  createdAt: z.iso.datetime(),
});
export type ProfileView = z.infer<typeof ProfileView>;

const SignedIn = z.object({ user: Me, csrfToken: z.string() });

export const readInstance = defineRoute({
  id: 'readInstance',
  method: 'GET',
  path: '/api/instance',
  tag: 'instance',
  summary: 'Name and state of this instance',
  permission: 'instance.read',
  response: InstanceView,
});

export const setUpInstance = defineRoute({
  id: 'setUpInstance',
  method: 'POST',
  path: '/api/setup',
  tag: 'instance',
  summary: 'Create the first admin with the one-time token of the first start',
  description: 'The token is in DATA_DIR/setup-token until it is used. Signs the admin in (cookie).',
  permission: 'instance.setup',
  csrf: 'exempt',
  body: z.strictObject({
    token: z.string().min(1).max(200),
    instanceName: z.string().trim().min(1).max(80),
    handle: Handle,
    email: Email,
    password: Password,
    displayName: DisplayName.optional(),
  }),
  response: SignedIn,
  status: 201,
  errors: ['setup.already_done', 'setup.invalid_token', 'auth.password_too_common'],
  ratePerMinute: 20,
});

export const register = defineRoute({
  id: 'register',
  method: 'POST',
  path: '/api/auth/register',
  tag: 'auth',
  summary: 'Create an account and sign in',
  permission: 'account.register',
  csrf: 'exempt',
  body: z.strictObject({ handle: Handle, email: Email, password: Password, displayName: DisplayName.optional() }),
  response: SignedIn,
  status: 201,
  errors: ['auth.registration_closed', 'auth.email_taken', 'auth.handle_taken', 'auth.password_too_common'],
});

export const login = defineRoute({
  id: 'login',
  method: 'POST',
  path: '/api/auth/login',
  tag: 'auth',
  summary: 'Sign in with e-mail and password (cookie session)',
  permission: 'account.login',
  csrf: 'exempt',
  body: z.strictObject({ email: Email, password: z.string().min(1).max(100) }),
  response: SignedIn,
  errors: ['auth.invalid_credentials', 'auth.account_suspended'],
});

export const logout = defineRoute({
  id: 'logout',
  method: 'POST',
  path: '/api/auth/logout',
  tag: 'auth',
  summary: 'End the current session',
  permission: 'session.manage',
});

export const readSession = defineRoute({
  id: 'readSession',
  method: 'GET',
  path: '/api/auth/session',
  tag: 'auth',
  summary: 'Who is signed in, the CSRF token, and the open sessions of that account',
  permission: 'session.read',
  response: SessionState,
});

export const revokeSession = defineRoute({
  id: 'revokeSession',
  method: 'DELETE',
  path: '/api/auth/session/:id',
  tag: 'auth',
  summary: 'End one of your sessions',
  permission: 'session.manage',
  params: z.strictObject({ id: SessionId }),
  errors: ['auth.session_not_found'],
});

export const issueToken = defineRoute({
  id: 'issueToken',
  method: 'POST',
  path: '/api/auth/token',
  tag: 'auth',
  summary: 'Access token for programs (`Authorization: Bearer`), valid 15 minutes',
  permission: 'account.login',
  csrf: 'exempt',
  body: z.strictObject({ email: Email, password: z.string().min(1).max(100) }),
  response: z.object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresInS: z.number().int(),
    user: Me,
  }),
  errors: ['auth.invalid_credentials', 'auth.account_suspended'],
});

export const updateProfile = defineRoute({
  id: 'updateProfile',
  method: 'PATCH',
  path: '/api/me/profile',
  tag: 'profile',
  summary: 'Edit your public profile',
  permission: 'profile.write',
  body: z.strictObject({
    displayName: DisplayName.optional(),
    bio: z.string().trim().max(5000).optional(),
    links: z
      .array(z.strictObject({ label: z.string().trim().min(1).max(40), url: z.url({ protocol: /^https?$/ }).max(500) }))
      .max(10)
      .optional(),
  }),
  response: ProfileView,
});

export const readProfile = defineRoute({
  id: 'readProfile',
  method: 'GET',
  path: '/api/profiles/:handle',
  tag: 'profile',
  summary: 'Public profile of an artist',
  permission: 'profile.read',
  params: z.strictObject({ handle: Handle }),
  response: ProfileView,
  errors: ['profile.not_found'],
});
