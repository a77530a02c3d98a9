import { encodePng } from '../../platform/pictures/make-cover-pictures.ts';
import { overviewOf, type Peaks } from './peaks.ts';

/** The small picture for lists and the wide one for pages, in pixels. */
export const waveformPictures = [
  { name: 'overview.png', width: 200, height: 60 },
  { name: 'wide.png', width: 1800, height: 140 },
] as const;

/** Neutral grey on transparent: readable on dark and light pages alike. */
const ink = [128, 134, 145, 255] as const;

/** PNG of the waveform, mirrored about the middle; at least one pixel high so that silence is a line. */
export function drawWaveform(peaks: Peaks, size: { width: number; height: number }): Promise<Uint8Array> {
  const { width, height } = size;
  const pixels = new Uint8Array(width * height * 4);
  overviewOf(peaks, width).forEach((peak, x) => {
    const reach = Math.max(0.5, (peak * height) / 2);
    const top = Math.round(height / 2 - reach);
    const bottom = Math.max(top + 1, Math.round(height / 2 + reach));
    for (let y = top; y < Math.min(bottom, height); y += 1) pixels.set(ink, (y * width + x) * 4);
  });
  return encodePng(pixels, size);
}
