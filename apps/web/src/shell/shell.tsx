import { useEffect } from 'react';
import { Outlet, ScrollRestoration, useNavigation } from 'react-router';
import { refreshSession } from '../api/browser.ts';
import { PlayerDock } from '../player/player-dock.tsx';
import { keepPlayerState } from '../player/persist.ts';
import { shell as text } from '../strings/en.ts';
import { Announcer } from '../ui/announcer.tsx';
import { Toaster } from '../ui/toast.tsx';
import { PhoneHeader, Rail, Tabs } from './navigation.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { PageEffects } from './page-effects.tsx';

/** Everything around a page: it stays while pages change, which is what keeps the music playing. */
export function Shell({ children }: { children?: React.ReactNode }) {
  useEffect(() => {
    keepPlayerState(localStorage);
    // Without an answer the page stays as anonymous people see it; pages that need an account say so themselves.
    refreshSession().catch(() => undefined);
  }, []);
  return (
    <>
      <a
        href="#content"
        className="fixed top-2 left-2 z-70 -translate-y-16 rounded-control bg-accent px-4 py-2.5 font-semibold text-on-accent focus:translate-y-0"
      >
        {text.skip}
      </a>
      <NavigationLine />
      <Rail />
      <div className="relative isolate flex min-h-dvh flex-col pb-[calc(var(--lw-player)+var(--lw-bottom))] sm:pl-(--lw-rail)">
        <OfflineBanner />
        <PhoneHeader />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-[1200px] flex-1 px-4 pt-4 pb-16 outline-none sm:px-8 sm:pt-8"
        >
          {children ?? <Outlet />}
        </main>
      </div>
      <PlayerDock />
      <Tabs />
      <Toaster />
      <Announcer />
      <PageEffects />
      <ScrollRestoration />
    </>
  );
}

/** A thin line at the top while the next page is fetched; it only appears when that takes a while. */
function NavigationLine() {
  const busy = useNavigation().state !== 'idle';
  return busy ? (
    <div aria-hidden="true" className="fixed inset-x-0 top-0 z-60 h-0.5 animate-breathe bg-accent" />
  ) : null;
}
