import { type ReactNode, useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { refreshSession, useSession } from '../../api/browser.ts';
import type { Me } from '@longwave/contracts/identity';
import { loginPath } from './next-path.ts';

/**
 * Shows its content to the signed-in person, and sends anybody else to sign in and back. Until the server has said who
 * is looking, `fallback` holds the place.
 */
export function RequireAccount(props: { fallback: ReactNode; children: (user: Me) => ReactNode }) {
  const { status, user } = useSession();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  useEffect(() => {
    if (status === 'unknown') void refreshSession();
    else if (user === null) void navigate(loginPath(`${pathname}${search}`), { replace: true });
  }, [status, user, navigate, pathname, search]);
  return user === null ? props.fallback : props.children(user);
}
