import type { PlaybackView } from '@longwave/contracts/delivery';
import { ApiError } from '../api/api-error.ts';
import { attachHls, type HlsAttachment } from './attach-hls.ts';
import { browserAbilities, chooseSources, type Source } from './choose-sources.ts';
import { createGain } from './gain.ts';
import { levelGain } from './loudness.ts';
import { getPlayback } from './playback-cache.ts';
import type { PlayerProblem } from './player-store.ts';

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

/** Signed URLs are renewed at most this often in a row without sound in between. */
const renewalsMax = 2;

export type Deck = ReturnType<typeof createDeck>;

/** One audio element with its source: loads a track, survives expired URLs and undecodable encodes, plays it. */
export function createDeck(events: DeckEvents) {
  const audio = new Audio();
  audio.preload = 'auto';
  audio.preservesPitch = true;
  const gain = createGain(audio);
  let trackId: string | null = null;
  let playback: PlaybackView | null = null;
  let sources: readonly Source[] = [];
  let hls: HlsAttachment | null = null;
  let renewals = 0;
  let wanted = false;
  /** Grows with every load, so that answers to older ones are recognised and dropped. */
  let generation = 0;

  const detach = () => {
    hls?.destroy();
    hls = null;
    audio.removeAttribute('src');
  };

  async function attach(positionS: number): Promise<void> {
    const source = sources[0];
    const mine = generation;
    detach();
    if (source === undefined) return events.failed('unsupported');
    if (source.kind === 'mse') {
      const attachment = await attachHls({ audio, url: source.url, positionS, onFailure: recover });
      if (mine !== generation) return attachment.destroy();
      hls = attachment;
    } else {
      audio.src = source.url;
      audio.currentTime = positionS;
    }
    if (wanted) await sound();
  }

  /** What to do about a broken source: new URLs when they may have expired, else the next encode, else say so. */
  async function recover(cause: 'refused' | 'network' | 'decode'): Promise<void> {
    const positionS = audio.currentTime;
    const id = trackId;
    if (id === null) return;
    if (cause === 'refused' && renewals < renewalsMax) {
      renewals += 1;
      if (await fetchSources(id, true)) await attach(positionS);
      return;
    }
    if (cause === 'decode' && sources.length > 1) {
      sources = sources.slice(1);
      await attach(positionS);
      return;
    }
    events.failed(cause === 'decode' ? 'unsupported' : 'media');
  }

  async function fetchSources(id: string, fresh: boolean): Promise<boolean> {
    const mine = generation;
    try {
      playback = await getPlayback(id, { fresh });
      sources = chooseSources(playback, browserAbilities());
      return mine === generation;
    } catch (error) {
      if (mine === generation) events.failed(problemOf(error));
      return false;
    }
  }

  /** An element cannot tell 403 from a decoding error, so the URL itself is asked. */
  async function diagnose(): Promise<void> {
    const url = audio.getAttribute('src');
    if (hls !== null || url === null) return;
    const response = await fetch(url, { method: 'HEAD' }).catch(() => null);
    await recover(response === null ? 'network' : response.status === 403 ? 'refused' : 'decode');
  }

  async function sound(): Promise<void> {
    try {
      await gain.wake();
      await audio.play();
      renewals = 0;
    } catch (error) {
      // AbortError: a pause or another track came first. NotSupportedError: the element's own error event follows.
      if (error instanceof DOMException && error.name === 'NotAllowedError') events.failed('blocked');
    }
  }

  for (const name of ['timeupdate', 'progress', 'playing', 'waiting', 'pause', 'durationchange'] as const) {
    audio.addEventListener(name, events.changed);
  }
  audio.addEventListener('ended', events.ended);
  audio.addEventListener('error', () => void diagnose());

  return {
    audio,
    trackId: () => trackId,
    /** Gets a track ready at `positionS` without sound. */
    async load(id: string, positionS: number): Promise<void> {
      generation += 1;
      trackId = id;
      renewals = 0;
      wanted = false;
      detach();
      if (await fetchSources(id, false)) await attach(positionS);
    },
    async play(): Promise<void> {
      wanted = true;
      if (audio.src !== '') await sound();
    },
    pause(): void {
      wanted = false;
      audio.pause();
    },
    /** Lets go of the track and its memory. */
    unload(): void {
      generation += 1;
      trackId = null;
      wanted = false;
      audio.pause();
      detach();
    },
    apply({ volume, muted, speed, level }: DeckSettings): void {
      audio.defaultPlaybackRate = speed;
      audio.playbackRate = speed;
      audio.muted = muted;
      gain.set(volume, level && playback !== null ? levelGain(playback) : 1);
    },
  };
}

function problemOf(error: unknown): PlayerProblem {
  if (!(error instanceof ApiError)) return 'media';
  if (error.code === 'media.not_ready') return 'not-ready';
  return error.status === 404 || error.status === 403 ? 'gone' : 'media';
}
