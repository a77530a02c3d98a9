import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeSlug, slugOf } from './slug.ts';

test.each([
  ['Ünïcode Café — Live!', 'unicode-cafe-live'],
  ["Don't Stop", 'dont-stop'],
  ['東京 の 夜', '東京-の-夜'],
  ['Привет, мир', 'привет-мир'],
  ['!!!', 'track'],
  ['  --a--  ', 'a'],
  ['𠀀'.repeat(60), '𠀀'.repeat(37)],
])('the title %j gets the address %j', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

test('any title gives an address that the contract accepts', () => {
  const accepted = /^[\p{Ll}\p{Lo}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{N}]+)*$/u;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
      const slug = slugOf(title);
      expect(slug).toMatch(accepted);
      expect(slug.length).toBeLessThanOrEqual(80);
    }),
  );
});

test('equal titles get numbered addresses', () => {
  expect(freeSlug('a', new Set())).toBe('a');
  expect(freeSlug('a', new Set(['a', 'a-2', 'a-b']))).toBe('a-3');
});
