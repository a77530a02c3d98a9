import { accountRoutes } from './features/account/routes.tsx';
import { setupRoutes } from './features/setup/routes.tsx';
import { studioRoutes } from './features/studio/routes.tsx';
import { ArtistPage } from './pages/artist-page.tsx';
import { HomePage } from './pages/home-page.tsx';
import { loadArtist, loadHome, loadRoot, loadTrack } from './pages/load-pages.ts';
import { artistHead, homeHead, trackHead } from './pages/page-heads.ts';
import { TrackPage } from './pages/track-page.tsx';
import type { PageRoute } from './routing.ts';
import { problem } from './strings/en.ts';
import { NotFoundPage, ProblemPage, RootProblem } from './shell/problem-page.tsx';
import { Shell } from './shell/shell.tsx';

/** Public pages change seldom and are read by many: a few seconds of shared cache take the load off, unnoticed. */
const publicCacheSeconds = 5;

/** Every address of the app. Public pages are in the first load; the rooms of signed-in people come when they are entered. */
export const routes: PageRoute[] = [
  {
    id: 'root',
    path: '/',
    loader: loadRoot,
    element: <Shell />,
    errorElement: <RootProblem />,
    children: [
      {
        errorElement: <ProblemPage />,
        children: [
          {
            index: true,
            loader: loadHome,
            element: <HomePage />,
            handle: { head: homeHead, cacheSeconds: publicCacheSeconds },
          },
          ...setupRoutes,
          ...accountRoutes,
          ...studioRoutes,
          {
            path: ':handle',
            loader: loadArtist,
            element: <ArtistPage />,
            handle: { head: artistHead, cacheSeconds: publicCacheSeconds },
          },
          {
            path: ':handle/:slug',
            loader: loadTrack,
            element: <TrackPage />,
            handle: { head: trackHead, cacheSeconds: publicCacheSeconds },
          },
          {
            path: '*',
            loader: () => {
              throw new Response(null, { status: 404 });
            },
            element: <NotFoundPage />,
            handle: { head: () => ({ title: problem.notFoundTitle, noIndex: true }) },
          },
        ],
      },
    ],
  },
];
