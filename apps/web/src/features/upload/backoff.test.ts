import { expect, it } from 'vitest';
import { backoffMs, retryLimits } from './backoff.ts';

it('doubles from half a second and never passes thirty seconds', () => {
  expect([0, 1, 2, 3].map((attempt) => backoffMs(attempt, 0))).toEqual([250, 500, 1000, 2000]);
  expect(backoffMs(0, 0.999)).toBeLessThanOrEqual(retryLimits.firstMs);
  expect(backoffMs(1000, 1)).toBe(retryLimits.maxMs);
});
