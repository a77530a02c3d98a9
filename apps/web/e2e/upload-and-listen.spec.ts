import { makeAudio, makeTaggedMp3 } from './support/make-audio.ts';
import { expect, expectSound, keepMedia, sound, strangerContext, test, watch } from './support/journey.ts';
import { admin } from './support/places.ts';

test.describe.configure({ mode: 'serial' });
// The stranger asks for a draft and is told that there is nothing.
test.use({ expectErrors: ['404'] });

const seconds = 24;

test('three formats go in, become ready before the eyes, and are published', async ({ page }) => {
  await page.goto('/studio');
  const completion = page.waitForRequest((request) => request.url().endsWith('/complete'));
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      await makeAudio({ name: '01 Slow Dawn.wav', seconds, seed: 1 }),
      await makeAudio({ name: 'Blue Hour.flac', seconds, seed: 2 }),
      await makeTaggedMp3('Harbour Lights.mp3', seconds),
    ]);
  expect((await completion).postDataJSON(), 'hashed while it was sent').toHaveProperty('sha256');
  const uploads = page.getByRole('region', { name: 'Uploads' });
  for (const title of ['Slow Dawn', 'Blue Hour', 'Harbour Lights']) {
    const item = uploads.getByRole('listitem').filter({ hasText: title });
    await expect(item.getByText('Ready to play')).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: `Publish ${title}` }).click();
    await expect(
      page.getByRole('row').filter({ hasText: title }).getByText('Public').filter({ visible: true }),
    ).toBeVisible();
  }
  const row = page.getByRole('row').filter({ hasText: 'Blue Hour' });
  await expect(row.getByText('0:24').filter({ visible: true })).toBeVisible();
  await expect(row.getByText('LUFS')).toBeVisible();
  await uploads.getByRole('button', { name: 'Clear finished' }).click();
  await expect(uploads).toBeHidden();
});

test('a stranger opens the page, presses play and hears it; seeking, keys and reload work', async ({ browser }) => {
  const context = await strangerContext(browser);
  const page = await context.newPage();
  const faults = watch(page);
  await page.addInitScript(keepMedia);

  await page.goto(`/@${admin.handle}/slow-dawn`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Slow Dawn');
  await page.waitForLoadState('networkidle');
  expect(faults).toEqual([]);
  await page.getByRole('button', { name: `Play Slow Dawn by ${admin.displayName}` }).click();
  await expectSound(page);

  const slider = page.getByRole('slider', { name: 'Position in Slow Dawn' });
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await sound(page)).positionS).toBeGreaterThan(9);
  const box = await slider.boundingBox();
  if (!box) throw new Error('the waveform has no place on the page');
  await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
  await expect.poll(async () => (await sound(page)).positionS).toBeGreaterThan(seconds * 0.7);
  await expectSound(page);

  await page.locator('body').press('k');
  await expect.poll(async () => (await sound(page)).paused).toBe(true);
  const pausedAtS = (await sound(page)).positionS;
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('j');
  await expect.poll(async () => (await sound(page)).positionS).toBeLessThan(pausedAtS - 8);
  await page.keyboard.press(']');
  await page.keyboard.press('k');
  await expect.poll(async () => (await sound(page)).rate).toBeGreaterThan(1);
  await page.keyboard.press('m');
  await expect(page.getByRole('button', { name: 'Unmute' }).filter({ visible: true })).toBeVisible();
  await page.keyboard.press('k');
  await expect.poll(async () => (await sound(page)).paused).toBe(true);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');

  const keptAtS = (await sound(page)).positionS;
  await page.reload();
  const player = page.getByRole('region', { name: 'Player' });
  await expect(player.getByRole('link', { name: 'Slow Dawn' })).toBeVisible();
  await expect
    .poll(async () => Number(await player.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuenow')))
    .toBeGreaterThan(keptAtS - 2);
  await player.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(async () => (await sound(page)).positionS).toBeGreaterThan(keptAtS - 1);
  await page.getByRole('link', { name: admin.displayName }).first().click();
  await expect(page).toHaveURL(`/@${admin.handle}`);
  await expectSound(page);
  expect(faults).toEqual([]);
  await context.close();
});

test('a draft is not there for a stranger', async ({ page, browser }) => {
  await page.goto('/studio');
  await page.getByRole('button', { name: 'Actions for Blue Hour' }).click();
  await page.getByRole('menuitem', { name: 'Take back to draft' }).click();
  await expect(
    page.getByRole('row').filter({ hasText: 'Blue Hour' }).getByText('Draft').filter({ visible: true }),
  ).toBeVisible();
  const id = await page.getByRole('row').filter({ hasText: 'Blue Hour' }).getAttribute('data-track');

  const context = await strangerContext(browser);
  const stranger = await context.newPage();
  // Pages that strangers see may come from a shared cache for a few seconds.
  await expect
    .poll(async () => (await stranger.goto(`/@${admin.handle}/blue-hour`))?.status(), { timeout: 20_000 })
    .toBe(404);
  await expect(stranger.getByRole('heading', { level: 1 })).toBeVisible();
  expect((await context.request.get(`/api/tracks/${id}`)).status()).toBe(404);
  expect((await context.request.get(`/api/tracks/${id}/playback`)).status()).toBe(404);
  await context.close();
});
