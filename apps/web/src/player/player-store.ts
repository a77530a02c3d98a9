import { create } from 'zustand';
import { currentTrack, emptyQueue, type PlayerTrack, type Queue } from './queue.ts';

export const speeds = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

export type PlayerStatus = 'idle' | 'loading' | 'playing' | 'paused';
/** Why there is no sound; each has a sentence and a way out in the player. */
export type PlayerProblem = 'media' | 'gone' | 'not-ready' | 'blocked' | 'unsupported';

export interface PlayerState {
  readonly queue: Queue;
  readonly status: PlayerStatus;
  readonly problem: PlayerProblem | null;
  /** Position as last reported, s; the waveform asks `positionNow` for every frame. */
  readonly positionS: number;
  readonly durationS: number;
  readonly bufferedS: number;
  /** 0–1, as the person hears it; the element's own volume also carries the levelling gain. */
  readonly volume: number;
  readonly muted: boolean;
  readonly speed: number;
  /** "Even loudness" is on. */
  readonly level: boolean;
  readonly panel: 'none' | 'full' | 'queue';
}

/** The player, as a hook. It changes only through `controls.ts` and the engine. */
export const usePlayer = create<PlayerState>(() => ({
  queue: emptyQueue,
  status: 'idle',
  problem: null,
  positionS: 0,
  durationS: 0,
  bufferedS: 0,
  volume: 1,
  muted: false,
  speed: 1,
  level: true,
  panel: 'none',
}));

export function useCurrentTrack(): PlayerTrack | null {
  return usePlayer((state) => currentTrack(state.queue));
}

/** Whether this track is the current one, and whether it sounds (or is about to). */
export function useTrackPlaying(trackId: string): 'no' | 'current' | 'playing' {
  return usePlayer((state) => {
    if (currentTrack(state.queue)?.id !== trackId) return 'no';
    return state.status === 'playing' || state.status === 'loading' ? 'playing' : 'current';
  });
}
