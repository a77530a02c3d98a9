import type { PlaybackView } from '@longwave/contracts/delivery';
import { ApiError } from '../api/api-error.ts';
import { attachHls, type HlsAttachment } from './attach-hls.ts';
import { browserAbilities, chooseSources, type Source } from './choose-sources.ts';
import { getPlayback } from './playback-cache.ts';
import type { PlayerProblem } from './player-store.ts';

/** Signed URLs are renewed at most this often in a row without sound in between. */
const renewalsMax = 2;

export interface TrackSource {
  readonly trackId: () => string | null;
  readonly playback: () => PlaybackView | null;
  /** Puts the track's best source on the element, at `positionS`. */
  load(trackId: string, positionS: number): Promise<void>;
  unload(): void;
  /** There is sound: the next expired URL may be renewed again. */
  settled(): void;
}

/** The source of one audio element: survives expired URLs and encodes that this browser cannot decode. */
export function createTrackSource(input: {
  audio: HTMLAudioElement;
  /** A source is on the element, the first time or again after a failure. */
  onAttached: () => Promise<void>;
  onFailed: (problem: PlayerProblem) => void;
}): TrackSource {
  const { audio } = input;
  let trackId: string | null = null;
  let playback: PlaybackView | null = null;
  let sources: readonly Source[] = [];
  let hls: HlsAttachment | null = null;
  let renewals = 0;
  /** Grows with every load, so that answers to older ones are recognised and dropped. */
  let generation = 0;

  const detach = () => {
    hls?.destroy();
    hls = null;
    audio.removeAttribute('src');
  };
  /** Asks for the URLs of the track, then puts the best source on the element. */
  async function fetchAndAttach(id: string, positionS: number, fresh: boolean): Promise<void> {
    const mine = generation;
    const answer = await getPlayback(id, { fresh }).catch(problemOf);
    if (mine !== generation) return;
    if (typeof answer === 'string') return input.onFailed(answer);
    playback = answer;
    sources = chooseSources(answer, browserAbilities());
    await attach(positionS);
  }
  async function attach(positionS: number): Promise<void> {
    const source = sources[0];
    const mine = generation;
    detach();
    if (source === undefined) return input.onFailed('unsupported');
    const attachment = await putOn(audio, { source, positionS, onFailure: (cause) => void recover(cause) });
    if (mine !== generation) return attachment?.destroy();
    hls = attachment;
    await input.onAttached();
  }
  /** New URLs when they may have expired, else the next encode, else the person is told. */
  async function recover(cause: FailureCause): Promise<void> {
    const positionS = audio.currentTime;
    if (trackId === null) return;
    if (cause === 'refused' && renewals < renewalsMax) {
      renewals += 1;
      await fetchAndAttach(trackId, positionS, true);
    } else if (cause === 'decode' && sources.length > 1) {
      sources = sources.slice(1);
      await attach(positionS);
    } else {
      input.onFailed(cause === 'decode' ? 'unsupported' : 'media');
    }
  }
  audio.addEventListener('error', () => {
    if (hls === null && audio.src !== '') void causeOf(audio.src).then(recover);
  });

  return {
    trackId: () => trackId,
    playback: () => playback,
    async load(id, positionS) {
      generation += 1;
      trackId = id;
      renewals = 0;
      detach();
      await fetchAndAttach(id, positionS, false);
    },
    unload() {
      generation += 1;
      trackId = null;
      detach();
    },
    settled: () => void (renewals = 0),
  };
}

/** Puts a source on the element; answers what must be destroyed with it, if anything. */
async function putOn(
  audio: HTMLAudioElement,
  { source, positionS, onFailure }: { source: Source; positionS: number; onFailure: (cause: FailureCause) => void },
): Promise<HlsAttachment | null> {
  if (source.kind === 'mse') return attachHls({ audio, url: source.url, positionS, onFailure });
  audio.src = source.url;
  audio.currentTime = positionS;
  return null;
}

type FailureCause = 'refused' | 'network' | 'decode';

/** An element does not tell a refused URL from a broken file, so the URL itself is asked. */
async function causeOf(url: string): Promise<FailureCause> {
  const response = await fetch(url, { method: 'HEAD' }).catch(() => null);
  if (response === null) return 'network';
  return response.status === 403 ? 'refused' : 'decode';
}

function problemOf(error: unknown): PlayerProblem {
  if (!(error instanceof ApiError)) return 'media';
  if (error.code === 'media.not_ready') return 'not-ready';
  return error.status === 404 || error.status === 403 ? 'gone' : 'media';
}
