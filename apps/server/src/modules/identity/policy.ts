import type { Config } from '../../config.ts';
import { AppError } from '../../platform/errors.ts';

/** Handles that would shadow a page, a service or a person of trust. */
export const reservedHandles: ReadonlySet<string> = new Set(
  `about abuse account accounts admin administrator album albums analytics anonymous api app apps artist artists assets auth
  billing blog broadcast browse cdn charts contact copyright dashboard delivery discover dmca docs download downloads edit
  embed everyone explore faq favicon feed feeds follow followers following forgot ftp genres guest health healthz help home
  host imprint index info instance invite invites jobs join label labels legal library live localhost login logout longwave
  mail me media messages metrics moderator moderators music new news nobody null oauth oembed official owner password
  payments play player playlist playlists podcast podcasts postmaster press privacy profile profiles public queue radio
  readyz register release releases reset robots root round rounds royalties rss sample samples search security
  service session sessions settings setup share shop signin signout signup sitemap socket socket-io staff static station
  stations status store stream streams studio subscribe support sys system team terms test token tokens track tracks
  trending undefined upload uploads user users verify wallet wallets web webhooks webmaster well-known www`
    .split(/\s+/)
    .filter(Boolean),
);

/** Refuses a reserved handle with `request.invalid`. */
export function refuseReservedHandle(handle: string): void {
  if (!reservedHandles.has(handle)) return;
  const message = `The handle "${handle}" is reserved. Choose another.`;
  throw new AppError('request.invalid', {
    message,
    details: { issues: [{ field: 'handle', rule: 'not reserved', message }] },
  });
}

/** Refuses with `auth.registration_closed` unless anyone may create an account now. */
export function refuseUnlessOpen(instance: { setUp: boolean; registration: Config['REGISTRATION'] }): void {
  const reason = !instance.setUp
    ? 'This instance is not set up yet. Its operator opens the set-up link first.'
    : instance.registration === 'invite'
      ? 'Accounts on this instance are made by invitation.'
      : 'This instance takes no new accounts.';
  if (instance.setUp && instance.registration === 'open') return;
  throw new AppError('auth.registration_closed', { message: reason });
}

/** Refuses a suspended or banned account with `auth.account_suspended`; said only to someone who knows the password. */
export function refuseUnlessActive(status: 'active' | 'suspended' | 'banned'): void {
  if (status === 'active') return;
  throw new AppError('auth.account_suspended', {
    message: status === 'banned' ? 'This account is closed.' : 'This account is suspended.',
  });
}
