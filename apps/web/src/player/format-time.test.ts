import { expect, test } from 'vitest';
import { formatTime, parseTime } from './format-time.ts';

test('times are written as players write them', () => {
  expect([0, 5.99, 65, 3729, Number.NaN].map(formatTime)).toEqual(['0:00', '0:05', '1:05', '1:02:09', '0:00']);
});

test('a time in a link is understood in each usual form, and nothing else is', () => {
  expect(['75', '75.5', '1:15', '1:00:05', '1h2m3s', '90s'].map(parseTime)).toEqual([75, 75.5, 75, 3605, 3723, 90]);
  expect([null, '', 'abc', '1:2:3:4', '-5'].map(parseTime)).toEqual([null, null, null, null, null]);
});
