import { expect, strangerContext, test } from './support/journey.ts';
import { admin } from './support/places.ts';

// Refused sign-ins are refusals the browser logs.
test.use({ expectErrors: ['401', '409'] });

test('the way in: refusals are named, and it leads back to where one wanted to go', async ({ browser }) => {
  const context = await strangerContext(browser);
  const page = await context.newPage();
  await page.goto('/studio?view=deleted');
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel('E-mail').fill('not an address');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('An e-mail address looks like')).toBeVisible();
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password', { exact: true }).fill('wrong-horizon-48');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/studio?view=deleted');
  await context.close();
});

test('a sign-in link cannot lead to another site', async ({ browser }) => {
  const context = await strangerContext(browser);
  const page = await context.newPage();
  await page.goto('/login?next=//evil.example/');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password', { exact: true }).fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/studio');
  await context.close();
});

test('somebody else creates an account, and a taken handle is named', async ({ browser }) => {
  const context = await strangerContext(browser);
  const page = await context.newPage();
  await page.goto('/register');
  await page.getByLabel('E-mail').fill('jonas@example.org');
  await page.getByLabel('Handle').fill(admin.handle);
  await page.getByLabel('Password', { exact: true }).fill('calm-harbour-77');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Somebody has this handle')).toBeVisible();
  await expect(page.getByLabel('Handle')).toBeFocused();
  await page.getByLabel('Handle').fill('jonas');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL('/studio');
  await context.close();
});

test('the account page edits the profile, ends another session and changes the theme', async ({ page }) => {
  await page.goto('/account');
  await page.getByLabel('About you').fill('Songs from the harbour.');
  await page.getByRole('button', { name: 'Add a link' }).click();
  await page.getByLabel('Label').fill('Website');
  await page.getByLabel('Address').fill('https://example.org');
  await expect(page.getByText('Not saved yet')).toBeVisible();
  await page.getByRole('button', { name: 'Save profile' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  const others = page.getByRole('button', { name: /^Sign out .+ on / });
  const count = await others.count();
  expect(count, 'the sessions of the journeys before are listed').toBeGreaterThan(0);
  await others.first().click();
  await expect(others).toHaveCount(count - 1);

  await page.getByText('Light', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});
