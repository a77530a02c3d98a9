import { createGain } from './gain.ts';
import { levelGain } from './loudness.ts';
import type { PlayerProblem } from './player-store.ts';
import { createTrackSource } from './track-source.ts';

export interface DeckSettings {
  readonly volume: number;
  readonly muted: boolean;
  readonly speed: number;
  readonly level: boolean;
}
export interface DeckEvents {
  /** Position, buffer, playing or waiting changed: read them from the deck. */
  readonly changed: () => void;
  readonly ended: () => void;
  readonly failed: (problem: PlayerProblem) => void;
}
export interface Deck {
  readonly audio: HTMLAudioElement;
  readonly trackId: () => string | null;
  /** Whether a source is on the element, so that it can sound at once. */
  readonly ready: () => boolean;
  /** Gets a track ready at `positionS` without sound. */
  load(trackId: string, positionS: number): Promise<void>;
  play(): Promise<void>;
  pause(): void;
  /** Lets go of the track and its memory. */
  unload(): void;
  apply(settings: DeckSettings): void;
}

/** One audio element with its source and its volume. */
export function createDeck(events: DeckEvents): Deck {
  const audio = new Audio();
  audio.preload = 'auto';
  audio.preservesPitch = true;
  const gain = createGain(audio);
  let wanted = false;
  const source = createTrackSource({
    audio,
    onAttached: async () => {
      if (wanted) await sound();
    },
    onFailed: events.failed,
  });
  const ready = () => audio.getAttribute('src') !== null && audio.error === null;

  async function sound(): Promise<void> {
    try {
      await gain.wake();
      await audio.play();
      source.settled();
    } catch (error) {
      // AbortError: a pause or another track came first. NotSupportedError: the element's own error event follows.
      if (error instanceof DOMException && error.name === 'NotAllowedError') events.failed('blocked');
    }
  }
  for (const name of ['timeupdate', 'progress', 'playing', 'waiting', 'pause', 'durationchange'] as const) {
    audio.addEventListener(name, events.changed);
  }
  audio.addEventListener('ended', events.ended);

  return {
    audio,
    trackId: source.trackId,
    ready,
    async load(id, positionS) {
      wanted = false;
      await source.load(id, positionS);
    },
    async play() {
      wanted = true;
      if (ready()) await sound();
    },
    pause() {
      wanted = false;
      audio.pause();
    },
    unload() {
      wanted = false;
      audio.pause();
      source.unload();
    },
    apply({ volume, muted, speed, level }) {
      const playback = source.playback();
      audio.defaultPlaybackRate = speed;
      audio.playbackRate = speed;
      audio.muted = muted;
      gain.set(volume, level && playback !== null ? levelGain(playback) : 1);
    },
  };
}
