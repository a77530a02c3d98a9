/** Loudness that "even loudness" aims at, and the highest true peak it may cause. */
export const targetLufs = -14;
export const ceilingDbtp = -1;
/** More would lift the noise of a very quiet recording more than its music. */
const boostMaxDb = 12;

/**
 * Linear gain that brings a recording to −14 LUFS, held back so that its true peak stays at or below −1 dBTP.
 * Unknown loudness is left as it is; a recording whose peak is not known is never turned up.
 */
export function levelGain(input: { loudnessLufs: number | null; truePeakDbtp: number | null }): number {
  if (input.loudnessLufs === null || !Number.isFinite(input.loudnessLufs)) return 1;
  const wantedDb = Math.min(targetLufs - input.loudnessLufs, boostMaxDb);
  const headroomDb = input.truePeakDbtp === null ? 0 : Math.max(0, ceilingDbtp - input.truePeakDbtp);
  return 10 ** (Math.min(wantedDb, headroomDb) / 20);
}
