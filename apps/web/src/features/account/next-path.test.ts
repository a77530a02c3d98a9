import { expect, it } from 'vitest';
import { loginPath, safeNextPath } from './next-path.ts';

it.each(['/studio/tracks/1?tab=a#b', '/@maria/dawn'])('keeps a path of this site: %s', (path) => {
  expect(safeNextPath(path)).toBe(path);
});

it.each([
  null,
  '',
  'studio',
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
])('refuses %s', (path) => {
  expect(safeNextPath(path)).toMatch(/^\/(studio|evil)?/);
  expect(new URL(safeNextPath(path), 'https://a.test').origin).toBe('https://a.test');
});

it('hands the way back through the sign-in address', () => {
  expect(loginPath('/studio?view=deleted')).toBe('/login?next=%2Fstudio%3Fview%3Ddeleted');
});
