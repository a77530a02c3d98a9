import { makePicture } from './support/make-audio.ts';
import { expect, test } from './support/journey.ts';
import { admin } from './support/places.ts';
import { readTrack, readyTrack } from './support/prepared-track.ts';

test('a track is renamed in place, edited, given a picture, deleted and brought back', async ({ page, context }) => {
  const { id } = await readyTrack(context.request, { name: 'edit.flac', seconds: 4, seed: 3, title: 'Working title' });
  await page.goto('/studio');
  const row = page.locator(`[data-track="${id}"]`);
  await row.hover();
  await row.getByRole('button', { name: 'Rename Working title' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Low Water');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await readTrack(context.request, id)).title).toBe('Low Water');

  await row.getByRole('link', { name: 'Edit Low Water' }).click();
  await expect(page.getByText('All changes saved')).toBeVisible();
  await page.getByLabel('Address').fill('Two Words');
  await page.getByLabel('Description').fill('Recorded at the quay, in the rain.');
  await expect(page.getByText('2 changes not saved')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Lower-case letters and digits')).toBeVisible();
  await page.reload();
  await expect(page.getByText('2 changes not saved'), 'what was typed survives a reload').toBeVisible();
  await page.getByLabel('Address').fill('low-water');
  await page.getByLabel('ISRC').fill('de-a01-26-00123');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('All changes saved')).toBeVisible();
  expect(await readTrack(context.request, id)).toMatchObject({ slug: 'low-water', isrc: 'DEA012600123' });

  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a picture' }).click();
  await (await chooser).setFiles(await makePicture('cover.png'));
  await expect(page.getByRole('button', { name: 'Remove' })).toBeVisible();
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('link', { name: 'Public page' })).toHaveAttribute('href', `/@${admin.handle}/low-water`);

  await page.getByRole('link', { name: 'Studio' }).first().click();
  await page.getByRole('button', { name: 'Actions for Low Water' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(row).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toBeVisible();
  await page.getByRole('button', { name: 'Actions for Low Water' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('tab', { name: 'Deleted' }).click();
  await page.getByRole('button', { name: 'Restore Low Water' }).click();
  await page.getByRole('tab', { name: 'Tracks' }).click();
  await expect(row).toBeVisible();
});

test('a release date is asked and shown in the zone of the reader', async ({ page, context }) => {
  const { id } = await readyTrack(context.request, { name: 'later.flac', seconds: 3, seed: 8, title: 'Later' });
  await page.goto('/studio');
  await page.getByRole('button', { name: 'Actions for Later' }).click();
  await page.getByRole('menuitem', { name: 'Schedule' }).click();
  const dialog = page.getByRole('dialog', { name: 'Schedule Later' });
  await expect(dialog.getByText('Europe/Berlin')).toBeVisible();
  await dialog.getByLabel('Release date and time').fill('2020-01-01T12:00');
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await expect(dialog.getByText('This moment has passed')).toBeVisible();
  await dialog.getByLabel('Release date and time').fill('2099-06-01T12:00');
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await expect(
    page
      .locator(`[data-track="${id}"]`)
      .getByText(/Comes out/)
      .filter({ visible: true }),
  ).toBeVisible();
  expect(await readTrack(context.request, id)).toMatchObject({
    releaseAt: '2099-06-01T10:00:00.000Z',
    published: false,
  });
});
