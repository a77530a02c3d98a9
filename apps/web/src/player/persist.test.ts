import { expect, test } from 'vitest';
import { parseStored } from './persist.ts';
import { emptyQueue } from './queue.ts';

const state = { version: 1, queue: emptyQueue, positionS: 12.5, volume: 0.8, muted: false, speed: 1, level: true };

test('a stored state comes back', () => {
  expect(parseStored(JSON.stringify(state))).toMatchObject({ positionS: 12.5, volume: 0.8 });
});

test('nothing, broken text and states of another shape are dropped', () => {
  const others = [null, '{', '[]', 'null', JSON.stringify({ ...state, version: 0 })];
  const wrong = [{ queue: {} }, { speed: 17 }, { positionS: 'x' }].map((part) => JSON.stringify({ ...state, ...part }));
  expect([...others, ...wrong].map(parseStored)).toEqual(Array.from({ length: 8 }, () => null));
});
