export interface Loudness {
  /** Integrated programme loudness, EBU R128; null below the absolute gate (silence). */
  readonly loudnessLufs: number | null;
  readonly loudnessRangeLu: number | null;
  /** Highest true peak over the channels, ITU-R BS.1770-4 annex 2; null for digital silence. */
  readonly truePeakDbtp: number | null;
}

/** What ffmpeg's ebur128 answers when nothing passes the −70 LUFS gate. */
const gateLufs = -70;

/** Reads the last `Summary:` of ffmpeg's ebur128 filter; null when there is none. Pure. */
export function parseLoudness(log: string): Loudness | null {
  const at = log.lastIndexOf('Summary:');
  if (at === -1) return null;
  const summary = log.slice(at);
  const number = (pattern: RegExp) => {
    const text = pattern.exec(summary)?.[1];
    return text === undefined || !Number.isFinite(Number(text)) ? null : Number(text);
  };
  const integrated = number(/\bI:\s+(-?[\d.]+|-?inf|nan) LUFS/);
  const silent = integrated === null || integrated <= gateLufs;
  return {
    loudnessLufs: silent ? null : integrated,
    loudnessRangeLu: silent ? null : number(/\bLRA:\s+(-?[\d.]+|-?inf|nan) LU/),
    truePeakDbtp: number(/\bPeak:\s+(-?[\d.]+|-?inf|nan) dBFS/),
  };
}
