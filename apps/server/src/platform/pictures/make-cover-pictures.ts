import { artworkFormats, artworkSizes } from '@longwave/contracts/media';
import { encode } from 'blurhash';
import sharp, { type Sharp } from 'sharp';

/** Largest accepted picture: 50 million pixels decode to 200 MB, more is a decompression bomb. */
const inputPixelsMax = 50_000_000;

/** One finished picture: `{size}.{format}`. */
export interface CoverPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
}
export interface CoverPictures {
  readonly pictures: readonly CoverPicture[];
  /** `#rrggbb`, the most common colour. */
  readonly dominantColour: string;
  /** 4×4 components, https://blurha.sh. */
  readonly blurhash: string;
}

/** The bytes are not a picture that can be decoded completely, or are too large. */
export class InvalidPictureError extends Error {}

// The cache keeps decoded pictures that are never asked for again; one thread per picture leaves the other core to ffmpeg.
sharp.cache(false);
sharp.concurrency(1);

const encoders: Record<(typeof artworkFormats)[number], (image: Sharp) => Sharp> = {
  jpg: (image) => image.jpeg({ quality: 85, progressive: true, mozjpeg: true }),
  webp: (image) => image.webp({ quality: 82 }),
  avif: (image) => image.avif({ quality: 60, effort: 3 }),
};

/**
 * Square pictures of a cover (200 and 1000 pixels; JPEG, WebP, AVIF), cropped at the centre, upright by EXIF, in sRGB, without
 * metadata. Throws `InvalidPictureError` for anything that does not decode to its last byte.
 */
export async function makeCoverPictures(source: Uint8Array): Promise<CoverPictures> {
  try {
    const largest = Math.max(...artworkSizes);
    const options = { limitInputPixels: inputPixelsMax, failOn: 'error', pages: 1 } as const;
    const square = await sharp(source, options)
      .autoOrient()
      .resize(largest, largest, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = { width: square.info.width, height: square.info.height, channels: square.info.channels };
    const image = () => sharp(square.data, { raw });
    const pictures: CoverPicture[] = [];
    // One after the other: memory of one encoder at a time.
    for (const size of artworkSizes)
      for (const format of artworkFormats) {
        const bytes = await encoders[format](image().resize(size, size)).toBuffer();
        pictures.push({ name: `${size}.${format}`, bytes });
      }
    return { pictures, dominantColour: await dominantColour(image()), blurhash: await blurhash(image()) };
  } catch (error) {
    throw new InvalidPictureError('the picture cannot be decoded', { cause: error });
  }
}

async function dominantColour(image: Sharp): Promise<string> {
  const { dominant } = await image.stats();
  return `#${[dominant.r, dominant.g, dominant.b].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

async function blurhash(image: Sharp): Promise<string> {
  const { data, info } = await image.resize(32, 32).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return encode(new Uint8ClampedArray(data), info.width, info.height, 4, 4);
}

/** PNG of raw RGBA pixels, palette-compressed. */
export function encodePng(pixels: Uint8Array, size: { width: number; height: number }): Promise<Buffer> {
  return sharp(pixels, { raw: { ...size, channels: 4 } })
    .png({ palette: true, colours: 16 })
    .toBuffer();
}
