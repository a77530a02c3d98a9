import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { makeAudio, makeImpostor, makePicture, makeTaggedMp3 } from './support/make-audio.ts';
import { expect, test, themes, useTheme } from './support/journey.ts';
import { admin, server } from './support/places.ts';
import { publish, readyTrack } from './support/prepared-track.ts';

const folder = resolve(import.meta.dirname, '../../../docs/screens');
const pieces = [
  ['Slow Dawn', 64, 1],
  ['Blue Hour', 56, 2],
  ['Undertow', 42, 3],
  ['Paper Boats', 33, 4],
  ['North Mole', 48, 5],
  ['Lighthouse Keeper', 88, 6],
] as const;

// Reduced motion: a picture shows where a screen ends up, not its way there.
test.use({ deviceScaleFactor: 1, expectErrors: ['404'], contextOptions: { reducedMotion: 'reduce' } });

let hero: { id: string; url: string };

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  await mkdir(folder, { recursive: true });
  const context = await browser.newContext();
  for (const [title, seconds, seed] of pieces) {
    const made = await readyTrack(context.request, { name: `${title}.flac`, seconds, seed, title });
    hero = await publish(context.request, made.id);
  }
  await context.close();
});

async function shoot(page: Page, name: string): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  // Pictures and the waveform arrive after the words.
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: resolve(folder, `${name}.png`), animations: 'disabled' });
}

const screens = (): [name: string, path: string][] => [
  ['home', '/'],
  ['artist', `/@${admin.handle}`],
  ['track', hero.url],
  ['studio', '/studio'],
  ['track-editor', `/studio/tracks/${hero.id}`],
  ['account', '/account'],
];

test('the studio at work', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await useTheme(page, 'dark');
  await page.goto('/studio');
  const session = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2 * 1024 ** 2 };
  await session.send('Network.enable');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([await makeTaggedMp3('Harbour Lights.mp3', 30), await makeImpostor('Shopping list.mp3')]);
  const items = page.getByRole('region', { name: 'Uploads' }).getByRole('listitem');
  await expect(items.filter({ hasText: 'Harbour Lights' })).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await session.send('Network.emulateNetworkConditions', slow);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(await makeAudio({ name: 'Long Tide.wav', seconds: 100, seed: 5, options: ['-c:a', 'pcm_s24le'] }));
  await expect(items.filter({ hasText: /Long Tide[^]* [2-9]\d %|Long Tide[2-9]\d %/ })).toBeVisible({
    timeout: 30_000,
  });
  await page.screenshot({ path: resolve(folder, 'studio-uploading-dark.png') });
  await items
    .filter({ hasText: 'Long Tide' })
    .getByRole('button', { name: /^Cancel/ })
    .click();
  await page.getByRole('button', { name: /^Take off the list: Shopping/ }).click();
});

for (const theme of themes) {
  test(`every screen on a desktop (${theme})`, async ({ page, browser }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await useTheme(page, theme);
    if (theme === 'dark') {
      await page.goto(`/studio/tracks/${hero.id}`);
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: /Choose a picture|Replace/ }).click();
      await (await chooser).setFiles(await makePicture('cover.png'));
      await expect(page.getByRole('button', { name: 'Remove' })).toBeVisible();
    }
    await page.goto(hero.url);
    await page.getByRole('button', { name: /^Play Lighthouse Keeper by/ }).click();
    await expect
      .poll(async () =>
        Number(await page.getByRole('slider', { name: 'Position', exact: true }).getAttribute('aria-valuenow')),
      )
      .toBeGreaterThan(2);
    await page.getByRole('slider', { name: 'Position', exact: true }).press('PageUp');
    await page.getByRole('button', { name: 'Pause', exact: true }).first().click();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    for (const [name, path] of screens()) {
      await page.goto(path);
      await shoot(page, `${name}-${theme}`);
    }
    await page.getByRole('button', { name: 'Open the player' }).first().click();
    await page.waitForTimeout(400);
    await page.screenshot({ path: resolve(folder, `player-${theme}.png`) });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Queue' }).first().click();
    await page.waitForTimeout(400);
    await page.screenshot({ path: resolve(folder, `queue-${theme}.png`) });

    const stranger = await browser.newContext({
      baseURL: server().baseUrl,
      viewport: { width: 1440, height: 900 },
      storageState: { cookies: [], origins: [] },
    });
    const outside = await stranger.newPage();
    await useTheme(outside, theme);
    for (const [name, path] of [
      ['login', '/login'],
      ['register', '/register'],
      ['not-found', '/nowhere/at/all'],
      ['embed', `/embed/track/${hero.id}?theme=${theme}`],
    ] as const) {
      await outside.goto(path);
      await shoot(outside, `${name}-${theme}`);
    }
    await stranger.close();
  });
}

test('the main screens on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await useTheme(page, 'dark');
  await page.goto(hero.url);
  await page.getByRole('button', { name: /^Play Lighthouse Keeper by/ }).click();
  await page.waitForTimeout(2500);
  await page.locator('body').press('k');
  for (const [name, path] of [...screens(), ['login', '/login'] as const]) {
    await page.goto(path);
    await shoot(page, `${name}-phone`);
  }
  await page
    .getByRole('button', { name: /Open the player/ })
    .first()
    .click();
  await page.waitForTimeout(400);
  await page.screenshot({ path: resolve(folder, 'player-phone.png') });
});
