import * as contracts from '@longwave/contracts/identity';
import { mount, type HttpDetails, type MountedRoute, type RouteResult } from '../../platform/http/routes.ts';
import type { UserRow } from './account-rows.ts';
import type { Client, IdentityModuleDeps } from './identity-deps.ts';
import { issueToken } from './issue-token.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import type { OpenedSession } from './open-session.ts';
import { presentMe } from './present-account.ts';
import { readInstance } from './read-instance.ts';
import { readProfile } from './read-people.ts';
import { readSession } from './read-session.ts';
import { registerAccount } from './register-account.ts';
import { revokeSession } from './revoke-session.ts';
import { setUpInstance } from './set-up-instance.ts';
import { updateProfile } from './update-profile.ts';

function clientOf({ ip, userAgent }: HttpDetails): Client {
  return { ip, userAgent };
}

/** Where a sign-in comes from and the cookie it replaces. */
function browserOf(http: HttpDetails): { client: Client; replacedSecret: string | null } {
  return { client: clientOf(http), replacedSecret: http.sessionToken };
}

function answerSignedIn(
  http: HttpDetails,
  { user, session }: { user: UserRow; session: OpenedSession },
): RouteResult<{ user: contracts.Me; csrfToken: string }> {
  http.setSessionCookie(session.secret, session.expiresAt);
  return { data: { user: presentMe(user), csrfToken: session.csrfToken } };
}

/** HTTP operations of identity. */
export function identityRoutes(deps: IdentityModuleDeps): readonly MountedRoute[] {
  return [
    mount(contracts.readInstance, async () => ({ data: await readInstance(deps) })),
    mount(contracts.setUpInstance, async ({ body, http }) =>
      answerSignedIn(http, await setUpInstance(deps, { ...body, ...browserOf(http) })),
    ),
    mount(contracts.register, async ({ body, http }) =>
      answerSignedIn(http, await registerAccount(deps, { ...body, ...browserOf(http) })),
    ),
    mount(contracts.login, async ({ body, http }) =>
      answerSignedIn(http, await logIn(deps, { ...body, ...browserOf(http) })),
    ),
    mount(contracts.logout, async ({ actor, http }) => {
      await logOut(deps, actor);
      http.clearSessionCookie();
    }),
    mount(contracts.readSession, async ({ actor, http }) => {
      const { state, cookieExpiresAt } = await readSession(deps, actor, http);
      if (http.sessionToken !== null && cookieExpiresAt !== null)
        http.setSessionCookie(http.sessionToken, cookieExpiresAt);
      if (http.sessionToken !== null && state.user === null) http.clearSessionCookie();
      return { data: state };
    }),
    mount(contracts.revokeSession, async ({ actor, params, http }) => {
      const { current } = await revokeSession(deps, actor, params);
      if (current) http.clearSessionCookie();
    }),
    mount(contracts.issueToken, async ({ body, http }) => {
      const { user, ...token } = await issueToken(deps, { ...body, client: clientOf(http) });
      return { data: { ...token, tokenType: 'Bearer' as const, user: presentMe(user) } };
    }),
    mount(contracts.updateProfile, async ({ actor, body }) => ({ data: await updateProfile(deps, actor, body) })),
    mount(contracts.readProfile, async ({ params }) => ({ data: await readProfile(deps, params) })),
  ];
}
