import { usePlayer, speeds, type PlayerState } from './player-store.ts';
import { currentTrack, emptyQueue, repeatModes, type Queue } from './queue.ts';

const storageKey = 'longwave.player';
/** Grows when the stored shape changes; older states are dropped, not guessed at. */
const shapeVersion = 1;
/** How often the position is written while playing, ms. */
const writeEveryMs = 2000;

type Stored = Pick<PlayerState, 'queue' | 'positionS' | 'volume' | 'muted' | 'speed' | 'level'>;

function isStored(value: unknown): value is Stored & { version: number } {
  if (typeof value !== 'object' || value === null) return false;
  const stored = value as Record<string, unknown>;
  const queue = stored['queue'] as Partial<Queue> | null | undefined;
  return (
    stored['version'] === shapeVersion &&
    Array.isArray(queue?.entries) &&
    repeatModes.some((mode) => mode === queue.repeat) &&
    speeds.some((speed) => speed === stored['speed']) &&
    ['positionS', 'volume'].every((name) => Number.isFinite(stored[name]))
  );
}

/** The state that was stored, or null when there is none or it is of another shape. */
export function parseStored(text: string | null): Stored | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isStored(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Brings queue, position, volume and speed back after a reload, paused, and keeps them stored from then on. */
export function keepPlayerState(storage: Storage): void {
  const stored = parseStored(storage.getItem(storageKey));
  if (stored !== null) {
    const { queue = emptyQueue, positionS, volume, muted, speed, level } = stored;
    const track = currentTrack(queue);
    const durationS = (track?.durationMs ?? 0) / 1000;
    usePlayer.setState({ queue, positionS, durationS, volume, muted, speed, level });
    if (track !== null) usePlayer.setState({ status: 'paused' });
  }
  let writtenAt = 0;
  const write = () => {
    const { queue, positionS, volume, muted, speed, level } = usePlayer.getState();
    writtenAt = Date.now();
    try {
      storage.setItem(
        storageKey,
        JSON.stringify({ version: shapeVersion, queue, positionS, volume, muted, speed, level }),
      );
    } catch (error) {
      // A full or forbidden storage costs the memory of the queue, never the music.
      if (!(error instanceof DOMException)) throw error;
    }
  };
  usePlayer.subscribe((state, before) => {
    const onlyTime = state.queue === before.queue && state.volume === before.volume && state.speed === before.speed;
    const settled = state.muted === before.muted && state.level === before.level && state.status === before.status;
    if (!onlyTime || !settled || Date.now() - writtenAt > writeEveryMs) write();
  });
  addEventListener('pagehide', write);
}
