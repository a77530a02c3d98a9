import type { PlayerState } from './player-store.ts';
import { currentTrack } from './queue.ts';

const skipS = 10;

/** What the system's own buttons can ask of the player; positions in seconds. */
export interface PlayerCommands {
  readonly toggle: () => void;
  readonly pause: () => void;
  readonly next: () => void;
  readonly previous: () => void;
  readonly seek: (positionS: number) => void;
  readonly seekBy: (deltaS: number) => void;
}

/** Media keys, headset buttons and lock screens act on the player (W3C Media Session). */
export function connectMediaSession(controls: PlayerCommands): void {
  if (!('mediaSession' in navigator)) return;
  const actions: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play: () => controls.toggle(),
    pause: () => controls.pause(),
    previoustrack: () => controls.previous(),
    nexttrack: () => controls.next(),
    seekbackward: (details) => controls.seekBy(-(details.seekOffset ?? skipS)),
    seekforward: (details) => controls.seekBy(details.seekOffset ?? skipS),
    seekto: (details) => controls.seek(details.seekTime ?? 0),
    stop: () => controls.pause(),
  };
  for (const [action, handler] of Object.entries(actions)) {
    try {
      navigator.mediaSession.setActionHandler(action as MediaSessionAction, handler);
    } catch (error) {
      // The standard answers an action that this browser does not know with a TypeError; the others still work.
      if (!(error instanceof TypeError)) throw error;
    }
  }
}

let described: string | null = null;

/** Tells the system what plays and how far it is. */
export function describeToSystem(state: PlayerState): void {
  if (!('mediaSession' in navigator)) return;
  const track = currentTrack(state.queue);
  const session = navigator.mediaSession;
  session.playbackState = track === null ? 'none' : state.status === 'playing' ? 'playing' : 'paused';
  if (track !== null && described !== track.id) {
    described = track.id;
    session.metadata = new MediaMetadata({
      title: track.title,
      artist: track.artistName,
      artwork: [
        { src: track.artwork.url200, sizes: '200x200', type: 'image/jpeg' },
        { src: track.artwork.url1000, sizes: '1000x1000', type: 'image/jpeg' },
      ],
    });
  }
  if (state.durationS > 0) {
    session.setPositionState({
      duration: state.durationS,
      position: Math.min(state.positionS, state.durationS),
      playbackRate: state.speed,
    });
  }
}
