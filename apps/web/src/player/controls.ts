import type { Engine } from './engine.ts';
import { usePlayer, speeds } from './player-store.ts';
import * as q from './queue.ts';

const { getState: get, setState: set } = usePlayer;

let engine: Engine | null = null;
let loading: Promise<Engine> | null = null;

/** The sounding half of the player; its code comes with the first press of play. */
function loadEngine(): Promise<Engine> {
  loading ??= import('./engine.ts').then(({ createEngine }) => {
    engine = createEngine(usePlayer, { toggle, pause, next, previous, seek, seekBy });
    return engine;
  });
  return loading;
}

/** Position of this moment, s; for drawing. */
export function positionNow(): number {
  return engine?.positionS() ?? get().positionS;
}

async function start(positionS: number): Promise<void> {
  set({ status: 'loading', problem: null, positionS });
  const ready = engine ?? (await loadEngine());
  await ready.play(positionS);
}

/** Replaces the queue and plays the track at `index`, from `positionS` on. */
export function playTracks(tracks: readonly q.PlayerTrack[], index = 0, positionS = 0): void {
  set({ queue: q.replaceQueue(get().queue, { tracks, index, random: Math.random }) });
  void start(positionS);
}

export function toggle(): void {
  const { status, queue, positionS } = get();
  if (q.currentTrack(queue) === null) return;
  if (status === 'playing' || status === 'loading') pause();
  else void start(positionS);
}

export function pause(): void {
  set({ status: 'paused' });
  engine?.pause();
}

/** Goes to `positionS`, kept inside the track. */
export function seek(positionS: number): void {
  const { durationS, queue } = get();
  const track = q.currentTrack(queue);
  if (track === null) return;
  const to = Math.min(Math.max(positionS, 0), durationS || track.durationMs / 1000);
  set({ positionS: to });
  engine?.seek(to);
}
export function seekBy(deltaS: number): void {
  seek(positionNow() + deltaS);
}

export function next(): void {
  const entry = q.following(get().queue, 'pressed');
  if (entry !== null) jumpTo(entry.key);
}

/** From here on "previous" means "from the start". */
const restartAfterS = 3;
export function previous(): void {
  const entry = q.preceding(get().queue);
  if (positionNow() > restartAfterS || entry === null) seek(0);
  else jumpTo(entry.key);
}

/** Plays a place of the queue from its start. */
export function jumpTo(key: number): void {
  set({ queue: q.setCurrent(get().queue, key) });
  void start(0);
}

export function enqueue(tracks: readonly q.PlayerTrack[], where: 'next' | 'end'): void {
  const wasEmpty = q.currentTrack(get().queue) === null;
  set({ queue: q.insertTracks(get().queue, tracks, where), ...(wasEmpty ? { status: 'paused', positionS: 0 } : {}) });
}

export function remove(key: number): void {
  const { queue, status } = get();
  const after = q.removeEntry(queue, key);
  set({ queue: after });
  if (after.currentKey === queue.currentKey) return;
  if (after.currentKey === null) {
    engine?.stop();
    set({ status: 'idle', positionS: 0, durationS: 0, panel: 'none' });
  } else if (status === 'playing' || status === 'loading') {
    void start(0);
  } else {
    engine?.stop();
    set({ positionS: 0 });
  }
}

export function move(key: number, toIndex: number): void {
  set({ queue: q.moveEntry(get().queue, key, toIndex) });
}
export function clearUpcoming(): () => void {
  const { queue } = get();
  set({ queue: q.clearUpcoming(queue) });
  return () => set({ queue });
}
export function toggleShuffle(): void {
  const { queue } = get();
  set({ queue: q.setShuffle(queue, queue.unshuffled === null, Math.random) });
}
export function cycleRepeat(): void {
  const { queue } = get();
  const mode = q.repeatModes[(q.repeatModes.indexOf(queue.repeat) + 1) % q.repeatModes.length] ?? 'off';
  set({ queue: q.setRepeat(queue, mode) });
}

export function setVolume(volume: number): void {
  set({ volume: Math.min(Math.max(volume, 0), 1), muted: false });
  engine?.applySettings();
}
export function toggleMute(): void {
  set({ muted: !get().muted });
  engine?.applySettings();
}
export function setSpeed(speed: number): void {
  set({ speed });
  engine?.applySettings();
}
/** One step faster (1) or slower (−1). */
export function stepSpeed(direction: 1 | -1): number {
  const now = speeds.findIndex((speed) => speed >= get().speed);
  const speed = speeds[Math.min(Math.max(now + direction, 0), speeds.length - 1)] ?? 1;
  setSpeed(speed);
  return speed;
}
export function toggleLevel(): void {
  set({ level: !get().level });
  engine?.applySettings();
}
export function setPanel(panel: 'none' | 'full' | 'queue'): void {
  set({ panel });
}

/** Puts one track at a position into the player without starting it: for links that name a time. */
export function replaceQueuePaused(track: q.PlayerTrack, positionS: number): void {
  engine?.stop();
  set({
    queue: q.replaceQueue(get().queue, { tracks: [track], index: 0, random: Math.random }),
    status: 'paused',
    problem: null,
    positionS,
    durationS: track.durationMs / 1000,
  });
}
