import { expect, test } from 'vitest';
import { parsePeaks, toBars } from './peaks.ts';

function file(pairs: readonly (readonly [number, number])[], header: Partial<{ version: number; flags: number }> = {}) {
  const view = new DataView(new ArrayBuffer(24 + pairs.length * 2));
  view.setInt32(0, header.version ?? 2, true);
  view.setUint32(4, header.flags ?? 1, true);
  view.setInt32(8, 48_000, true);
  view.setInt32(12, 256, true);
  view.setUint32(16, pairs.length, true);
  view.setInt32(20, 1, true);
  pairs.forEach(([min, max], i) => {
    view.setInt8(24 + i * 2, min);
    view.setInt8(25 + i * 2, max);
  });
  return view.buffer;
}

test('an 8-bit file of version 2 is read', () => {
  const peaks = parsePeaks(
    file([
      [-128, 127],
      [-3, 4],
    ]),
  );
  expect(peaks).toMatchObject({ sampleRateHz: 48_000, samplesPerPixel: 256, pixels: 2, channels: 1 });
  expect([...peaks.data]).toEqual([-128, 127, -3, 4]);
});

test('anything else is refused with its reason', () => {
  expect(() => parsePeaks(new ArrayBuffer(10))).toThrow('24-byte header');
  expect(() => parsePeaks(file([], { version: 1 }))).toThrow('version 1');
  expect(() => parsePeaks(file([], { flags: 0 }))).toThrow('16-bit');
  expect(() => parsePeaks(file([[0, 1]]).slice(0, 25))).toThrow('shorter than the header says');
});

test('bars are scaled so that the loudest is 1, and silence is still a line', () => {
  const loud = toBars(
    parsePeaks(
      file([
        [-64, 10],
        [-32, 0],
      ]),
    ),
    2,
  );
  expect([...loud]).toEqual([1, 0.5]);
  const silent = toBars(
    parsePeaks(
      file([
        [0, 0],
        [0, 0],
      ]),
    ),
    2,
  );
  expect(silent.every((height) => height > 0 && height < 0.05)).toBe(true);
});

test('more bars than pixels repeat pixels, and no bars is fine', () => {
  const peaks = parsePeaks(file([[-10, 10]]));
  expect([...toBars(peaks, 3)]).toEqual([1, 1, 1]);
  expect(toBars(peaks, 0)).toHaveLength(0);
});
