import type { PageRoute } from '../../routing.ts';
import { titles } from '../../strings/en-titles.ts';

const head = () => ({ title: titles.studio, noIndex: true });

export const studioRoutes: PageRoute[] = [
  {
    path: 'studio',
    handle: { head },
    lazy: () => import('./studio-layout.tsx'),
    children: [
      { index: true, handle: { head }, lazy: () => import('./studio-page.tsx') },
      { path: 'tracks/:id', handle: { head }, lazy: () => import('./track-page.tsx') },
    ],
  },
];
