import type { StoreApi } from 'zustand';
import { player as text } from '../strings/en.ts';
import { announce } from '../ui/announcer.tsx';
import { createDeck, type Deck } from './deck.ts';
import { connectMediaSession, describeToSystem, type PlayerCommands } from './media-session.ts';
import type { PlayerProblem, PlayerState, PlayerStatus } from './player-store.ts';
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
      changed: () => void (deck === active && report()),
      ended: () => void (deck === active && advance()),
      failed: (problem) => void (deck === active && fail(problem)),
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
    const left = active.audio.duration - active.audio.currentTime;
    set(readElement(active.audio, get().status));
    if (left < prepareBeforeEndS) void prepareNext(spare, get);
    describeToSystem(get());
  }

  async function advance(): Promise<void> {
    const { queue } = get();
    const entry = following(queue, 'ended');
    if (entry === null) {
      active.audio.currentTime = 0;
      set({ status: 'paused', positionS: 0 });
      return describeToSystem(get());
    }
    set({ queue: setCurrent(queue, entry.key), status: 'loading', positionS: 0, bufferedS: 0 });
    await play(0);
  }

  async function play(positionS: number): Promise<void> {
    const track = currentTrack(get().queue);
    if (track === null) return;
    set({ problem: null });
    if (active.trackId() !== track.id || !active.ready()) {
      active.unload();
      if (spare.trackId() === track.id && spare.ready()) [active, spare] = [spare, active];
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

/** Loads what follows the current track into the deck that is silent, unless it is there already. */
async function prepareNext(spare: Deck, get: () => PlayerState): Promise<void> {
  const { queue } = get();
  const entry = following(queue, 'ended');
  if (entry === null || spare.trackId() === entry.track.id || entry.key === queue.currentKey) return;
  await spare.load(entry.track.id, 0);
  spare.apply(get());
}

/** What an element says of itself, in the words of the store. */
function readElement(audio: HTMLAudioElement, status: PlayerStatus): Partial<PlayerState> {
  const sounding = !audio.paused && audio.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
  // Headphones were pulled out, or the system gave the output to something else.
  const interrupted = status === 'playing' && audio.paused && !audio.ended;
  const asked = status === 'playing' || status === 'loading';
  return {
    // Before a source is there the element stands at 0, which would lose the place of a resumed track.
    ...(audio.readyState > 0 ? { positionS: audio.currentTime } : {}),
    ...(Number.isFinite(audio.duration) ? { durationS: audio.duration } : {}),
    bufferedS: audio.buffered.length === 0 ? 0 : audio.buffered.end(audio.buffered.length - 1),
    ...(interrupted ? { status: 'paused' } : asked ? { status: sounding ? 'playing' : 'loading' } : {}),
  };
}
