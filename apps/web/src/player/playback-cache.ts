import type { PlaybackView } from '@longwave/contracts/delivery';
import { call } from '../api/browser.ts';
import { parsePeaks, type Peaks } from './peaks.ts';

/** Asked anew when the URLs end sooner than this: a track that starts now must be able to finish. */
const marginMs = 30 * 60_000;
/** Kept at once; the oldest is forgotten. Peaks of an hour of music are about 1 MB. */
const keptMax = 24;

const playbacks = new Map<string, Promise<PlaybackView>>();
const peaksByTrack = new Map<string, Promise<Peaks>>();

function remember<V>(map: Map<string, Promise<V>>, key: string, value: Promise<V>): Promise<V> {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > keptMax && oldest !== undefined) map.delete(oldest);
  value.catch(() => map.delete(key));
  return value;
}

/** Signed URLs of a track; `fresh` asks the server even when known ones look valid. Throws `ApiError`. */
export async function getPlayback(trackId: string, { fresh = false } = {}): Promise<PlaybackView> {
  const known = fresh ? undefined : playbacks.get(trackId);
  if (known !== undefined) {
    const playback = await known;
    if (Date.parse(playback.expiresAt) - Date.now() > marginMs) return playback;
  }
  return remember(playbacks, trackId, call('readPlayback', { params: { id: trackId } }));
}

/** Peaks of a track for drawing. Throws `ApiError`, or `RangeError` for a file that is no waveform. */
export function getPeaks(trackId: string): Promise<Peaks> {
  return peaksByTrack.get(trackId) ?? remember(peaksByTrack, trackId, fetchPeaks(trackId));
}

async function fetchPeaks(trackId: string): Promise<Peaks> {
  let response = await fetch((await getPlayback(trackId)).peaks.dat);
  if (response.status === 403) response = await fetch((await getPlayback(trackId, { fresh: true })).peaks.dat);
  if (!response.ok) throw new RangeError(`peaks: the server answered ${response.status}`);
  return parsePeaks(await response.arrayBuffer());
}
