import type { StoreApi } from 'zustand';
import { player as text } from '../strings/en.ts';
import { announce } from '../ui/announcer.tsx';
import { createDeck, type Deck } from './deck.ts';
import { connectMediaSession, describeToSystem, type PlayerCommands } from './media-session.ts';
import type { PlayerProblem, PlayerState } from './player-store.ts';
import { currentTrack, following, setCurrent } from './queue.ts';

export interface Engine {
  /** Plays the current track of the queue from `positionS` on. */
  play(positionS: number): Promise<void>;
  pause(): void;
  seek(positionS: number): void;
  /** Silences and forgets the loaded tracks. */
  stop(): void;
  positionS(): number;
  /** Volume, mute, speed and levelling of the store take effect. */
  applySettings(): void;
}

/** The next track is made ready when this much of the current one is left. */
const prepareBeforeEndS = 20;

/**
 * Two decks that take turns: one sounds, the other holds the next track loaded and paused, so that it starts the moment the
 * first ends.
 */
export function createEngine(
  store: Pick<StoreApi<PlayerState>, 'getState' | 'setState'>,
  commands: PlayerCommands,
): Engine {
  const { getState: get, setState: set } = store;
  const deckOf = (): Deck => {
    const deck: Deck = createDeck({
      changed: () => deck === active && report(),
      ended: () => deck === active && void advance(),
      failed: (problem) => deck === active && fail(problem),
    });
    return deck;
  };
  let active = deckOf();
  let spare = deckOf();

  function fail(problem: PlayerProblem): void {
    active.pause();
    set({ status: 'paused', problem });
  }

  function report(): void {
    const { audio } = active;
    const { status } = get();
    const durationS = Number.isFinite(audio.duration) ? audio.duration : 0;
    // Headphones were pulled out, or the system gave the output to something else.
    const interrupted = status === 'playing' && audio.paused && !audio.ended;
    const sounding = !audio.paused && audio.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
    set({
      // Before a source is there the element stands at 0, which would lose the place of a resumed track.
      ...(audio.readyState > 0 ? { positionS: audio.currentTime } : {}),
      ...(durationS > 0 ? { durationS } : {}),
      bufferedS: audio.buffered.length === 0 ? 0 : audio.buffered.end(audio.buffered.length - 1),
      ...(status === 'idle' || status === 'paused' ? {} : { status: statusOf(interrupted, sounding) }),
    });
    if (durationS > 0 && durationS - audio.currentTime < prepareBeforeEndS) void prepare();
    describeToSystem(get());
  }

  async function prepare(): Promise<void> {
    const entry = following(get().queue, 'ended');
    if (entry === null || spare.trackId() === entry.track.id || entry.key === get().queue.currentKey) return;
    await spare.load(entry.track.id, 0);
    spare.apply(get());
  }

  async function advance(): Promise<void> {
    const { queue } = get();
    const entry = following(queue, 'ended');
    if (entry === null) {
      active.audio.currentTime = 0;
      set({ status: 'paused', positionS: 0 });
      describeToSystem(get());
      return;
    }
    set({ queue: setCurrent(queue, entry.key), status: 'loading', positionS: 0, bufferedS: 0 });
    await play(0);
  }

  async function play(positionS: number): Promise<void> {
    const track = currentTrack(get().queue);
    if (track === null) return;
    set({ problem: null });
    if (active.trackId() !== track.id || active.audio.error !== null || active.audio.src === '') {
      active.unload();
      if (spare.trackId() === track.id && spare.audio.src !== '') [active, spare] = [spare, active];
      else await active.load(track.id, positionS);
      announce(text.nowPlaying(track.title, track.artistName));
    }
    if (currentTrack(get().queue)?.id !== track.id || get().status === 'paused') return;
    active.apply(get());
    if (Math.abs(active.audio.currentTime - positionS) > 0.25) active.audio.currentTime = positionS;
    describeToSystem(get());
    await active.play();
  }

  connectMediaSession(commands);
  return {
    play,
    pause: () => active.pause(),
    seek: (positionS) => {
      active.audio.currentTime = positionS;
    },
    stop: () => {
      active.unload();
      spare.unload();
    },
    positionS: () => (active.audio.readyState > 0 ? active.audio.currentTime : get().positionS),
    applySettings: () => {
      active.apply(get());
      spare.apply(get());
    },
  };
}

function statusOf(interrupted: boolean, sounding: boolean): PlayerState['status'] {
  if (interrupted) return 'paused';
  return sounding ? 'playing' : 'loading';
}
