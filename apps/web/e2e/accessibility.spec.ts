import { expect, expectAccessible, test, themes, useTheme } from './support/journey.ts';
import { admin } from './support/places.ts';
import { publish, readyTrack } from './support/prepared-track.ts';

test.use({ expectErrors: ['404'] });

let track: { id: string; url: string };

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  const made = await readyTrack(context.request, { name: 'axe.flac', seconds: 6, seed: 6, title: 'Undertow' });
  track = await publish(context.request, made.id);
  await context.close();
});

for (const theme of themes) {
  test(`no screen has a serious fault for assistive technology (${theme})`, async ({ page }) => {
    await useTheme(page, theme);
    const screens: [string, string][] = [
      ['/', 'home'],
      [`/@${admin.handle}`, 'artist'],
      [track.url, 'track'],
      ['/studio', 'studio'],
      ['/studio?view=deleted', 'deleted tracks'],
      [`/studio/tracks/${track.id}`, 'track editor'],
      ['/account', 'account'],
      ['/login', 'login'],
      ['/register', 'register'],
      ['/setup', 'set-up'],
      ['/nowhere/to/be/found', 'not found'],
      [`/embed/track/${track.id}?theme=${theme}`, 'embed'],
    ];
    for (const [path, name] of screens) {
      await page.goto(path);
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      if (name !== 'embed') await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (name !== 'embed') await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expectAccessible(page, `${name}, ${theme}`);
    }
    await page.goto(track.url);
    await page.getByRole('button', { name: /^Play Undertow by/ }).click();
    await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
    await expectAccessible(page, `player, ${theme}`);
  });
}

test('every screen fits a phone of 320 px', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of [
    '/',
    `/@${admin.handle}`,
    track.url,
    '/studio',
    `/studio/tracks/${track.id}`,
    '/account',
    '/login',
    '/register',
  ]) {
    await page.goto(path);
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${path} is wider than the screen by`).toBeLessThanOrEqual(0);
  }
});
