import { defineConfig } from '@playwright/test';
import { sessionFile } from './e2e/support/places.ts';

/** Debian's Chromium; `CHROMIUM_PATH` names another. */
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const screens = process.env['SCREENS'] === '1';

/**
 * Journeys through a real server with its own empty data folder, in a real browser. One worker: the journeys share the
 * server, and a machine that transcodes has no core to spare.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../../node_modules/.cache/longwave-e2e',
  globalSetup: './e2e/support/start-server.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    ...(process.env['E2E_BASE_URL'] && { baseURL: process.env['E2E_BASE_URL'] }),
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
  projects: [
    { name: 'set-up', testMatch: 'set-up.spec.ts' },
    screens
      ? {
          name: 'screens',
          testMatch: 'screens.spec.ts',
          timeout: 120_000,
          dependencies: ['set-up'],
          use: { storageState: sessionFile },
        }
      : {
          name: 'journeys',
          testIgnore: ['set-up.spec.ts', 'screens.spec.ts'],
          dependencies: ['set-up'],
          use: { storageState: sessionFile },
        },
  ],
});
