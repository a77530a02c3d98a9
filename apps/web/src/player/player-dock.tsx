import { lazy, Suspense, useEffect, useState } from 'react';
import { connectKeyboard } from './keyboard.ts';
import { useCurrentTrack, usePlayer } from './player-store.ts';

const PlayerBar = lazy(() => import('./player-bar.tsx'));
const PlayerPanels = lazy(() => import('./player-panels.tsx'));
const KeysDialog = lazy(() => import('./keys-dialog.tsx'));

/** The player at the bottom of every page, with what opens from it. Nothing of it is there before the first track. */
export function PlayerDock() {
  const track = useCurrentTrack();
  const panel = usePlayer((state) => state.panel);
  const [keysOpen, setKeysOpen] = useState(false);
  const [panelUsed, setPanelUsed] = useState(false);
  if (panel !== 'none' && !panelUsed) setPanelUsed(true);

  useEffect(() => connectKeyboard(() => setKeysOpen(true)), []);
  useEffect(() => {
    document.documentElement.dataset['player'] = track === null ? 'off' : 'on';
  }, [track]);

  return (
    <>
      <Suspense fallback={null}>
        {track !== null && <PlayerBar track={track} onKeys={() => setKeysOpen(true)} />}
      </Suspense>
      <Suspense fallback={null}>
        {panelUsed && track !== null && <PlayerPanels track={track} />}
        {keysOpen && <KeysDialog onClose={() => setKeysOpen(false)} />}
      </Suspense>
    </>
  );
}
