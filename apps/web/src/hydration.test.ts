import { expect, test } from 'vitest';
import { hydrationOf, reviveErrors, scriptJson } from './hydration.ts';

test('no text can end the script element it stands in', () => {
  const value = { title: '</script><script>alert(1)</script><!--\u2028' };
  const json = scriptJson(value);
  expect(json).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(json)).toEqual(value);
});

test('errors reach the browser as a status alone', () => {
  const stored = hydrationOf({ loaderData: {}, errors: { root: new Error('secret path /etc') } });
  expect(JSON.stringify(stored)).not.toContain('secret');
  expect(reviveErrors(stored as Parameters<typeof reviveErrors>[0]).errors?.['root']).toMatchObject({ status: 500 });
});
