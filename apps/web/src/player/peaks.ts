/** Peaks of a recording, as pairs of lowest and highest sample per pixel, −128…127. */
export interface Peaks {
  readonly sampleRateHz: number;
  readonly samplesPerPixel: number;
  readonly pixels: number;
  readonly channels: number;
  /** `pixels × channels × 2` values: min, max, min, max … */
  readonly data: Int8Array;
}

const headerBytes = 24;
/** Bit 0 of the flags: 8-bit data (else 16-bit). */
const flag8Bit = 1;

/** Reads the binary waveform format of BBC audiowaveform, version 2, 8 bit. Throws `RangeError` for anything else. */
export function parsePeaks(buffer: ArrayBuffer): Peaks {
  if (buffer.byteLength < headerBytes) throw new RangeError('peaks: shorter than the 24-byte header');
  const view = new DataView(buffer);
  const version = view.getInt32(0, true);
  if (version !== 2) throw new RangeError(`peaks: version ${version}, only 2 is known`);
  if ((view.getUint32(4, true) & flag8Bit) === 0) throw new RangeError('peaks: 16-bit data, only 8-bit is known');
  const pixels = view.getUint32(16, true);
  const channels = view.getInt32(20, true);
  if (channels < 1) throw new RangeError(`peaks: ${channels} channels`);
  const values = pixels * channels * 2;
  if (buffer.byteLength < headerBytes + values) throw new RangeError('peaks: data is shorter than the header says');
  return {
    sampleRateHz: view.getInt32(8, true),
    samplesPerPixel: view.getInt32(12, true),
    pixels,
    channels,
    data: new Int8Array(buffer, headerBytes, values),
  };
}

/** Quietest height, so that silence is still a line one can see. */
const floor = 0.015;

/**
 * `count` heights of 0–1 for drawing, scaled so that the loudest is 1. A bar is the mean of the peaks it covers: the highest
 * peak alone makes every loud master a solid block.
 */
export function toBars(peaks: Peaks, count: number): Float32Array {
  const bars = new Float32Array(Math.max(0, count));
  const stride = peaks.channels * 2;
  let loudest = 0;
  for (let bar = 0; bar < bars.length; bar++) {
    const from = Math.floor((bar * peaks.pixels) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.pixels) / count));
    let sum = 0;
    let seen = 0;
    for (let pixel = from; pixel < to && pixel < peaks.pixels; pixel++) {
      let height = 0;
      for (let i = pixel * stride; i < (pixel + 1) * stride; i++)
        height = Math.max(height, Math.abs(peaks.data[i] ?? 0));
      sum += height;
      seen++;
    }
    const mean = seen === 0 ? 0 : sum / seen;
    bars[bar] = mean;
    loudest = Math.max(loudest, mean);
  }
  return bars.map((height) => Math.max(floor, loudest === 0 ? 0 : height / loudest));
}
