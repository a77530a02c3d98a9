import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ceilingDbtp, levelGain, targetLufs } from './loudness.ts';

const db = (gain: number) => 20 * Math.log10(gain);

test('a loud master is turned down to −14 LUFS', () => {
  expect(db(levelGain({ loudnessLufs: -8, truePeakDbtp: 0.4 }))).toBeCloseTo(-6);
});

test('a quiet recording is turned up only as far as its true peak allows', () => {
  expect(db(levelGain({ loudnessLufs: -20, truePeakDbtp: -12 }))).toBeCloseTo(6);
  expect(db(levelGain({ loudnessLufs: -20, truePeakDbtp: -3 }))).toBeCloseTo(2);
  expect(levelGain({ loudnessLufs: -20, truePeakDbtp: null })).toBe(1);
});

test('unknown loudness is left alone', () => {
  expect(levelGain({ loudnessLufs: null, truePeakDbtp: -1 })).toBe(1);
});

test('no gain ever lifts a true peak above the ceiling, or loudness above the target', () => {
  const level = fc.double({ min: -60, max: 0, noNaN: true });
  fc.assert(
    fc.property(level, fc.double({ min: -60, max: 3, noNaN: true }), (loudnessLufs, truePeakDbtp) => {
      const gainDb = db(levelGain({ loudnessLufs, truePeakDbtp }));
      expect(loudnessLufs + gainDb).toBeLessThanOrEqual(targetLufs + 1e-9);
      expect(gainDb <= 0 || truePeakDbtp + gainDb <= ceilingDbtp + 1e-9).toBe(true);
    }),
  );
});
