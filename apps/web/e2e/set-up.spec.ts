import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './support/journey.ts';
import { admin, instanceName, server, sessionFile } from './support/places.ts';

// The refused password is a refusal the browser logs.
test.use({ expectErrors: ['422'] });

test('a new instance is set up through its link and opens the studio', async ({ page }) => {
  await page.goto(`/setup?token=${server().setupToken}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up this instance');
  await expectAccessible(page, 'set-up');
  await keepScreen(page, 'set-up');

  await page.getByRole('button', { name: 'Set up and open the studio' }).click();
  await expect(page.getByLabel('Name of the instance')).toBeFocused();
  await expect(page.getByText('This is needed.').first()).toBeVisible();

  await page.getByLabel('Name of the instance').fill(instanceName);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Handle').fill(admin.handle);
  await page.getByLabel('Name people see').fill(admin.displayName);
  await page.getByLabel('Password', { exact: true }).fill('password123');
  await page.getByRole('button', { name: 'Set up and open the studio' }).click();
  await expect(page.getByText('lists that attackers try first')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();

  await page.getByLabel('Password', { exact: true }).fill(admin.password);
  await page.getByRole('button', { name: 'Set up and open the studio' }).click();
  await expect(page).toHaveURL('/studio');
  await expect(page.getByRole('heading', { name: 'Drop a song anywhere on this page' })).toBeVisible();
  await expectAccessible(page, 'an empty studio');
  await keepScreen(page, 'studio-empty');
  await page.context().storageState({ path: sessionFile });
});

test('the link works once', async ({ page }) => {
  await page.goto(`/setup?token=${server().setupToken}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This instance is set up');
});

/** Screens that only a new instance has are pictured here, when pictures are asked for. */
async function keepScreen(page: Page, name: string): Promise<void> {
  if (process.env['SCREENS'] !== '1') return;
  await page.setViewportSize({ width: 1440, height: 900 });
  const path = resolve(import.meta.dirname, `../../../docs/screens/${name}-dark.png`);
  await page.screenshot({ path, animations: 'disabled' });
}
