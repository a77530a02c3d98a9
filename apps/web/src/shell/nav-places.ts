import { roleMay } from '@longwave/contracts/permissions';
import type { Me } from '@longwave/contracts/identity';
import { shell as text } from '../strings/en.ts';
import type { IconName } from '../ui/icons.tsx';

export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
}

/** Places that this person can go to: what they may not use is not shown. */
export function placesFor(user: Me | null): readonly Place[] {
  const home: Place = { to: '/', label: text.home, icon: 'home' };
  if (user === null) return [home, { to: '/login', label: text.signIn, icon: 'enter' }];
  const account: Place = { to: '/account', label: text.account, icon: 'user' };
  if (!roleMay(user.role, 'track.write')) return [home, account];
  return [home, { to: '/studio', label: text.studio, icon: 'studio' }, account];
}
