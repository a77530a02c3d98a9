import { player as text } from '../strings/en.ts';
import { announce } from '../ui/announcer.tsx';
import * as controls from './controls.ts';
import { usePlayer } from './player-store.ts';

const volumeStep = 0.05;

const actions: Readonly<Record<string, () => void>> = {
  ' ': controls.toggle,
  k: controls.toggle,
  j: () => controls.seekBy(-10),
  l: () => controls.seekBy(10),
  ArrowLeft: () => controls.seekBy(-5),
  ArrowRight: () => controls.seekBy(5),
  ArrowUp: () => controls.setVolume(usePlayer.getState().volume + volumeStep),
  ArrowDown: () => controls.setVolume(usePlayer.getState().volume - volumeStep),
  m: controls.toggleMute,
  '[': () => announce(text.speedNow(controls.stepSpeed(-1))),
  ']': () => announce(text.speedNow(controls.stepSpeed(1))),
  n: controls.next,
  p: controls.previous,
};

/** Keys that controls and lists use themselves; they reach the player only when nothing that uses them has the focus. */
const typing = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"]';
const pressable = 'button, a, summary, [role="button"], [role="switch"], [role="tab"], [role="dialog"]';

/** Connects the keyboard; answers how to disconnect it. `showHelp` opens the list of keys. */
export function connectKeyboard(showHelp: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(typing)) return;
    // A slider keeps its arrows; after scrubbing with the mouse it has the focus, and space still pauses.
    if (event.key.startsWith('Arrow') && target?.closest('[role="slider"]')) return;
    if (event.key === '?') return showHelp();
    if (event.key === ' ' && target?.closest(pressable)) return;
    // Up and down scroll a page that has no music; with music in the player they are its volume.
    if (usePlayer.getState().queue.entries.length === 0) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action === undefined || (target?.closest('[role="dialog"]') && event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    action();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
