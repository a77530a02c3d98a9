import sharp, { type OverlayOptions } from 'sharp';
import { coverColours } from './cover-colours.ts';
import { waveformBars } from './draw-cover.ts';
import { loadPictureFonts, pictureFonts } from './picture-fonts.ts';

const size = { width: 1200, height: 630 };
const margin = 60;
const coverPx = 510;
const textLeft = margin + coverPx + 50;
const textWidth = size.width - textLeft - margin;

function escapeMarkup(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/\p{Cc}/gu, ' ');
}

/** A line ends with an ellipsis rather than running out of the picture. */
function shorten(text: string, max: number): string {
  const letters = [...text];
  return letters.length <= max
    ? text
    : `${letters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

interface Block {
  readonly text: string;
  readonly font: string;
  readonly sizePt: number;
  readonly colour: string;
}

/** A block of text; null when nothing of it can be seen (blanks, characters without a shape). */
async function renderText({ text, font, sizePt, colour }: Block): Promise<{ data: Buffer; height: number } | null> {
  const markup = `<span foreground="${colour}">${escapeMarkup(text)}</span>`;
  const options = {
    text: markup,
    font: `${font} ${sizePt}`,
    width: textWidth,
    rgba: true,
    dpi: 72,
    wrap: 'word-char',
  } as const;
  try {
    const { data, info } = await sharp({ text: options }).png().toBuffer({ resolveWithObject: true });
    return { data, height: info.height };
  } catch (error) {
    if (error instanceof Error && error.message.includes('no text to render')) return null;
    throw error;
  }
}

/** Square of the cover with round corners. */
async function roundCover(cover: Buffer): Promise<Buffer> {
  const mask = Buffer.from(
    `<svg width="${coverPx}" height="${coverPx}"><rect width="${coverPx}" height="${coverPx}" rx="24"/></svg>`,
  );
  return sharp(cover)
    .resize(coverPx, coverPx)
    .composite([{ input: mask, blend: 'dest-in' }])
    .png()
    .toBuffer();
}

/** Preview picture (PNG, 1200×630, OpenGraph) of a track: cover, title, artist and waveform. */
export async function drawShareImage(track: {
  title: string;
  artist: string;
  overview: readonly number[];
  cover: Buffer | null;
}): Promise<Buffer> {
  await loadPictureFonts();
  const { from, to } = coverColours(track.title);
  const waveBox = { x: textLeft, y: size.height - margin - 150, width: textWidth, height: 140, count: 56 };
  const ground = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs>
<rect width="100%" height="100%" fill="#0d0e12"/><rect width="100%" height="100%" fill="url(#g)" fill-opacity="0.55"/>
<g fill="#fff" fill-opacity="0.9">${waveformBars(track.overview, waveBox)}</g></svg>`;
  const title = shorten(track.title, 48);
  const titlePt = [...title].length > 36 ? 44 : [...title].length > 18 ? 56 : 72;
  const heading = await renderText({
    text: title,
    font: `${pictureFonts.display} Bold`,
    sizePt: titlePt,
    colour: '#ffffff',
  });
  const byline = await renderText({
    text: shorten(track.artist, 40),
    font: `${pictureFonts.text} Medium`,
    sizePt: 32,
    colour: '#e6e7ee',
  });
  const layers: OverlayOptions[] = [];
  const top = margin + 10;
  if (heading) layers.push({ input: heading.data, left: textLeft, top });
  if (byline) layers.push({ input: byline.data, left: textLeft, top: top + (heading ? heading.height + 26 : 0) });
  if (track.cover !== null) layers.push({ input: await roundCover(track.cover), left: margin, top: margin });
  return sharp(Buffer.from(ground)).composite(layers).png({ compressionLevel: 9 }).toBuffer();
}
