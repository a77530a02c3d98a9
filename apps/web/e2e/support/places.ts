import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Session of the admin whom the set-up journey makes; the journeys after it are signed in with it. */
export const sessionFile = join(tmpdir(), `longwave-e2e-${process.env['USER'] ?? 'session'}.json`);

export const admin = {
  handle: 'maria',
  displayName: 'Maria Weiss',
  email: 'maria@example.org',
  password: 'quiet-horizon-48',
} as const;
export const instanceName = 'Night Harbour';

/** Address of the server under test, and its one-time token; set by the global set-up. */
export function server(): { baseUrl: string; setupToken: string; dataDir: string } {
  const { E2E_BASE_URL: baseUrl, E2E_SETUP_TOKEN: setupToken, E2E_DATA_DIR: dataDir } = process.env;
  if (!baseUrl || !setupToken || !dataDir) throw new Error('the server of the journeys was not started');
  return { baseUrl, setupToken, dataDir };
}
