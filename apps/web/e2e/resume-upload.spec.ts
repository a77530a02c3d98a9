import type { Page } from '@playwright/test';
import { makeAudio, makeImpostor } from './support/make-audio.ts';
import { expect, test } from './support/journey.ts';

const partBytes = 5 * 1024 ** 2;
/** 24-bit stereo at 48 kHz: 17 MB in a minute, four parts. */
const bytesPerS = 48_000 * 6;
const seconds = 75;

/** Notes which parts of uploads the page sends, by number. */
function watchParts(page: Page): number[] {
  const parts: number[] = [];
  page.on('requestfinished', (request) => {
    if (request.method() === 'PUT') parts.push(Number(/\/(\d+)(?:\?|$)/.exec(request.url())?.[1]));
  });
  return parts;
}

/** Sets how much may leave the page in a second (−1: all), or that nothing may. One session: a second one would undo the first. */
async function controlNetwork(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  return (uploadThroughput: number, offline = false) =>
    session.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
}

test('an upload goes on after a reload and sends nothing twice', async ({ page }) => {
  const file = await makeAudio({
    name: 'Long Tide.wav',
    seconds,
    seed: 5,
    options: ['-c:a', 'pcm_s24le'],
  });
  const parts = watchParts(page);
  await page.goto('/studio');
  const network = await controlNetwork(page);
  await network(6 * 1024 ** 2);
  await page.locator('input[type=file]').first().setInputFiles(file);
  const item = page.getByRole('region', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: 'Long Tide' });
  await expect.poll(() => parts.length, { timeout: 30_000 }).toBeGreaterThan(0);
  await page.reload();
  const before = new Set(parts);
  await expect(item).toBeVisible();

  await item.getByRole('button', { name: 'Pause: Long Tide' }).click();
  await expect(item.getByText(/^Paused/)).toBeVisible();
  await network(-1);
  await item.getByRole('button', { name: 'Resume: Long Tide' }).click();
  await expect(item.getByText('Ready to play')).toBeVisible({ timeout: 45_000 });
  const total = Math.ceil((seconds * bytesPerS) / partBytes);
  expect(before.size, 'the reload came in the middle').toBeLessThan(total);
  expect(parts.length, 'at most the parts cut short by the reload and the pause were sent again').toBeLessThanOrEqual(
    total + 1,
  );
  await item.getByRole('button', { name: 'Take off the list: Long Tide' }).click();
});

test.describe('without a network', () => {
  test.use({ expectErrors: ['ERR_INTERNET_DISCONNECTED', 'ERR_NETWORK'] });

  test('an upload waits and goes on by itself', async ({ page }) => {
    const file = await makeAudio({ name: 'Ebb.wav', seconds: 60, seed: 6, options: ['-c:a', 'pcm_s24le'] });
    await page.goto('/studio');
    const network = await controlNetwork(page);
    await network(6 * 1024 ** 2);
    await page.locator('input[type=file]').first().setInputFiles(file);
    const item = page.getByRole('region', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: 'Ebb' });
    await expect(item.getByText(/\d+ %/)).toBeVisible();
    await network(-1, true);
    await expect(item.getByText('You are offline')).toBeVisible();
    await network(-1);
    await expect(item.getByText('Ready to play')).toBeVisible({ timeout: 45_000 });
  });
});

test('a file that is no music fails with a reason, a hint and a way to try again', async ({ page }) => {
  await page.goto('/studio');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(await makeImpostor('Groceries.mp3'));
  const item = page.getByRole('region', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: 'Groceries' });
  await expect(item).toHaveAttribute('data-state', 'failed', { timeout: 20_000 });
  await expect(item.getByRole('button', { name: 'Retry: Groceries' })).toBeVisible();
  await expect(item.getByRole('paragraph')).toHaveText(/\w+ .+\. .+/);
  await item.getByRole('button', { name: 'Retry: Groceries' }).click();
  await expect(item).toHaveAttribute('data-state', 'failed', { timeout: 20_000 });
});
