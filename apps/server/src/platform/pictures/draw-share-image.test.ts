import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { barHeights, drawCover } from './draw-cover.ts';
import { drawShareImage } from './draw-share-image.ts';
import { decodeWoff2 } from './woff2.ts';

const overview = Array.from({ length: 100 }, (_, index) => index / 100);
const font = () =>
  readFile(createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'));

describe('drawn pictures', () => {
  it('differ by title and by waveform, and are the same for the same', async () => {
    const draw = (title: string, peaks = overview) => drawCover({ title, overview: peaks, sizePx: 200 });
    const [one, same, other, silent] = await Promise.all([draw('One'), draw('One'), draw('Two'), draw('One', [])]);
    expect(one.equals(same)).toBe(true);
    expect(one.equals(other)).toBe(false);
    expect(one.equals(silent)).toBe(false);
  });

  it('keep the loudest point of each bar', () => {
    expect(barHeights([0, 0.9, 0.2, 0.1], 2)).toEqual([0.9, 0.2]);
    expect(barHeights([], 3)).toEqual([0.03, 0.03, 0.03]);
  });

  it('show any title, long, marked up, in another script or empty', async () => {
    for (const title of [
      '<b>&amp;</b> "quoted"',
      'Ελληνικά и Кириллица',
      '漢字',
      'x'.repeat(200),
      '\u0000\uD800',
      '',
    ]) {
      const png = await drawShareImage({ title, artist: title, overview, cover: null });
      expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
    }
  });
});

describe('a WOFF2 font', () => {
  it('becomes an OpenType font with outlines for its glyphs', async () => {
    const bytes = decodeWoff2(await font());
    expect(bytes.readUInt32BE(0)).toBe(0x00010000);
    const tags = Array.from({ length: bytes.readUInt16BE(4) }, (_, index) =>
      bytes.toString('latin1', 12 + index * 16, 16 + index * 16),
    );
    expect(tags).toEqual(tags.toSorted());
    expect(tags).toEqual(expect.arrayContaining(['cmap', 'fvar', 'glyf', 'gvar', 'head', 'loca', 'name']));
  });

  it('is refused when it is something else or cut short', async () => {
    const bytes = await font();
    expect(() => decodeWoff2(Buffer.from('not a font at all'))).toThrow('this is no WOFF2 font');
    expect(() => decodeWoff2(bytes.subarray(0, 2000))).toThrow(/unexpected end/i);
  });
});
