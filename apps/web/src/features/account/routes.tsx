import type { PageRoute } from '../../routing.ts';
import { titles } from '../../strings/en-titles.ts';

export const accountRoutes: PageRoute[] = [
  {
    path: 'login',
    handle: { head: () => ({ title: titles.login, noIndex: true }) },
    lazy: () => import('./login-page.tsx'),
  },
  {
    path: 'register',
    handle: { head: () => ({ title: titles.register, noIndex: true }) },
    lazy: () => import('./register-page.tsx'),
  },
  {
    path: 'account',
    handle: { head: () => ({ title: titles.account, noIndex: true }) },
    lazy: () => import('./account-page.tsx'),
  },
];
