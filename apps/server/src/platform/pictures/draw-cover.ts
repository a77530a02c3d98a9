import sharp from 'sharp';
import { coverColours } from './cover-colours.ts';

/** Bars of the drawn waveform; an overview has 100 points, every second one is enough for a picture. */
const bars = 48;

/** Heights 0–1 of the bars: the loudest point of each span, or a quiet line where there is no waveform yet. */
export function barHeights(overview: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * overview.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * overview.length) / count));
    return Math.min(1, Math.max(0.03, ...overview.slice(from, to)));
  });
}

/** SVG rectangles of a waveform, mirrored about the middle of the box. */
export function waveformBars(
  overview: readonly number[],
  box: { x: number; y: number; width: number; height: number; count: number },
): string {
  const step = box.width / box.count;
  const thickness = step * 0.55;
  return barHeights(overview, box.count)
    .map((value, index) => {
      const height = Math.max(thickness, value * box.height);
      const x = box.x + index * step + (step - thickness) / 2;
      const y = box.y + (box.height - height) / 2;
      return `<rect x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${thickness.toFixed(2)}" height="${height.toFixed(2)}" rx="${(thickness / 2).toFixed(2)}"/>`;
    })
    .join('');
}

/** Square JPEG cover of a track that has none: its waveform over two colours of its title's hash. */
export async function drawCover(cover: {
  title: string;
  overview: readonly number[];
  sizePx: number;
}): Promise<Buffer> {
  const { from, to, line } = coverColours(cover.title);
  const rectangles = waveformBars(cover.overview, { x: 12, y: 26, width: 76, height: 48, count: bars });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="${cover.sizePx}" height="${cover.sizePx}">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>
<radialGradient id="l" cx="0.25" cy="0.15" r="0.9"><stop offset="0" stop-color="#fff" stop-opacity="0.22"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
<rect width="100" height="100" fill="url(#g)"/><rect width="100" height="100" fill="url(#l)"/><g fill="${line}" fill-opacity="0.92">${rectangles}</g></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 88, mozjpeg: true }).toBuffer();
}
