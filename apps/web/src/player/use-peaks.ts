import { useEffect, useState } from 'react';
import { getPeaks } from './playback-cache.ts';
import type { Peaks } from './peaks.ts';

/** Peaks of a track once they are here. Without them the waveform is a plain line that works all the same. */
export function usePeaks(trackId: string | null): Peaks | null {
  const [known, setKnown] = useState<{ trackId: string; peaks: Peaks } | null>(null);
  useEffect(() => {
    if (trackId === null) return;
    let current = true;
    getPeaks(trackId).then(
      (peaks) => current && setKnown({ trackId, peaks }),
      () => current && setKnown(null),
    );
    return () => {
      current = false;
    };
  }, [trackId]);
  return known !== null && known.trackId === trackId ? known.peaks : null;
}
