import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { createBrowserRouter, matchRoutes, RouterContextProvider, type HydrationState } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import './styles/app.css';
import { api } from './api/browser.ts';
import { reviveErrors } from './hydration.ts';
import { apiContext } from './routing.ts';
import { routes } from './routes.tsx';

/** Style elements that libraries insert (scroll lock of dialogs) need the page's nonce; they look for it here. */
function shareNonce(): void {
  const script = document.querySelector<HTMLScriptElement>('script[nonce]');
  Object.assign(globalThis, { __webpack_nonce__: script?.nonce });
}

/** Lazy pages that the server has rendered must be here before the first render, or it would differ. */
async function loadMatchedPages(): Promise<void> {
  const matches = matchRoutes(routes, location) ?? [];
  await Promise.all(
    matches.map(async ({ route }) => {
      if (typeof route.lazy !== 'function') return;
      Object.assign(route, await route.lazy(), { lazy: undefined });
    }),
  );
}

async function start(): Promise<void> {
  const root = document.getElementById('root');
  const stored = document.getElementById('hydration')?.textContent;
  if (root === null) throw new Error('the page has no root element');
  shareNonce();
  await loadMatchedPages();
  const hydrationData = stored ? (reviveErrors(JSON.parse(stored)) satisfies HydrationState) : undefined;
  const router = createBrowserRouter(routes, {
    ...(hydrationData && { hydrationData }),
    getContext: () => new RouterContextProvider(new Map([[apiContext, api]])),
  });
  hydrateRoot(
    root,
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>,
  );
}

void start();
