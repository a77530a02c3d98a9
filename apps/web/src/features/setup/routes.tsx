import type { PageRoute } from '../../routing.ts';
import { titles } from '../../strings/en-titles.ts';

export const setupRoutes: PageRoute[] = [
  {
    path: 'setup',
    handle: { head: () => ({ title: titles.setup, noIndex: true }) },
    lazy: () => import('./setup-page.tsx'),
  },
];
