import { AxeBuilder } from '@axe-core/playwright';
import { test as base, type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { server } from './places.ts';

interface Watched {
  /** Console errors that this journey brings about on purpose, as a part of their text. */
  readonly expectErrors: string[];
}

/** Collects what a page must never do: log an error, throw, or break its own content security policy. */
export function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => faults.push(`${error.name}: ${error.message}\n${error.stack ?? ''}`));
  return faults;
}

/** A test whose page may not log an error, except those named by `test.use({ expectErrors })`. */
export const test = base.extend<Watched>({
  expectErrors: [[], { option: true }],
  page: async ({ page, expectErrors }, use) => {
    const faults = watch(page);
    await page.addInitScript(keepMedia);
    await use(page);
    const unexpected = faults.filter((fault) => !expectErrors.some((part) => fault.includes(part)));
    expect(unexpected, 'errors in the console').toEqual([]);
  },
});
export { expect };

/** Keeps every media element that has been played, so that a journey can ask whether it sounds. Runs in the page. */
export function keepMedia(): void {
  const played = new Set<HTMLMediaElement>();
  const play = HTMLMediaElement.prototype.play;
  Object.assign(window, { playedMedia: played });
  HTMLMediaElement.prototype.play = function kept(this: HTMLMediaElement) {
    played.add(this);
    return play.call(this);
  };
}

/** Position and decoded bytes of the element that sounds (or sounded last). */
export function sound(page: Page): Promise<{ positionS: number; decodedBytes: number; paused: boolean; rate: number }> {
  return page.evaluate(() => {
    const played = [...(window as unknown as { playedMedia: Set<HTMLMediaElement> }).playedMedia];
    const media = played.find((element) => !element.paused) ?? played.at(-1);
    const counts = media as unknown as { webkitAudioDecodedByteCount?: number };
    return {
      positionS: media?.currentTime ?? 0,
      decodedBytes: counts?.webkitAudioDecodedByteCount ?? 0,
      paused: media?.paused ?? true,
      rate: media?.playbackRate ?? 1,
    };
  });
}

/** Passes once the position moves on and the decoder has produced sound for it. */
export async function expectSound(page: Page): Promise<void> {
  await expect.poll(async () => (await sound(page)).positionS).toBeGreaterThan(0.2);
  const before = await sound(page);
  await expect.poll(async () => (await sound(page)).positionS).toBeGreaterThan(before.positionS + 0.3);
  await expect.poll(async () => (await sound(page)).decodedBytes).toBeGreaterThan(1000);
}

/** Passes when axe finds nothing serious on the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect(grave, `axe on ${what}`).toEqual([]);
}

export const themes = ['dark', 'light'] as const;

/** Takes a theme the way a returning visitor has it: by the cookie, from the first byte on. */
export async function useTheme(page: Page, theme: (typeof themes)[number]): Promise<void> {
  await page.context().addCookies([{ name: 'longwave_theme', value: theme, url: server().baseUrl }]);
}

/** Somebody without an account, in a browser of their own. */
export function strangerContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ baseURL: server().baseUrl, storageState: { cookies: [], origins: [] } });
}
