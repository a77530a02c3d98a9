import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Database } from '../../platform/db/database.ts';
import { FakeClock } from '../../platform/clock.ts';
import { createMemoryRateLimits } from '../../platform/limits/memory-rate-limits.ts';
import { createLog } from '../../platform/log.ts';
import { loadSecrets } from '../../platform/secrets.ts';
import { createSetupTokenFile } from '../../platform/setup-token.ts';
import type { IdentityModuleDeps } from './identity-deps.ts';
import { createIdentity } from './identity.ts';
import { createPasswords } from './password-hash.ts';
import { users } from './schema.ts';
import { setUpInstance } from './set-up-instance.ts';

/** Client of requests in tests; each test may name another address. */
export function clientAt(ip = '203.0.113.7') {
  return { client: { ip, userAgent: 'test browser' }, replacedSecret: null };
}
export const adminLogin = { email: 'admin@example.org', password: 'amber-fjord-71' };
export const artistLogin = { email: 'olive@example.org', password: 'quiet-harbour-19' };

/**
 * Identity on a real database (emptied first, so that a test file needs only one), data directory and limits,
 * with a moved clock and cheap hashing.
 */
export async function createIdentityFixture(db: Database, change: Partial<IdentityModuleDeps> = {}) {
  await db.execute('truncate users, instance cascade');
  const dataDir = await mkdtemp(join(tmpdir(), 'identity-'));
  const logLines: string[] = [];
  const log = createLog({ level: 'trace', pretty: false, destination: { write: (line) => logLines.push(line) } });
  const clock = new FakeClock(new Date('2026-05-01T12:00:00Z'));
  const limits = createMemoryRateLimits({ clock });
  const deps: IdentityModuleDeps = {
    db,
    clock,
    log,
    limits,
    secrets: await loadSecrets(dataDir, log),
    setupToken: createSetupTokenFile({ dataDir, log }),
    passwords: createPasswords({ cost: { logN: 4, r: 8, p: 1 } }),
    config: { REGISTRATION: 'open', REGISTRATION_ROLE: 'artist', PUBLIC_URL: null },
    version: '0.0.0-test',
    countPublishedTracks: async () => 0,
    ...change,
  };
  const identity = createIdentity(deps);
  return {
    deps,
    identity,
    clock,
    dataDir,
    logLines,
    /** Sets the instance up with `adminLogin`. */
    async setUp() {
      const token = (await identity.ensureSetupToken()) ?? '';
      const account = { instanceName: 'Night Radio', handle: 'nina', ...adminLogin };
      return setUpInstance(deps, { token, ...account, ...clientAt() });
    },
    /** What moderation does to an account. */
    async setStatus(email: string, status: 'active' | 'suspended' | 'banned') {
      await db.tx(async (tx) => {
        await tx.update(users).set({ status }).where(eq(users.email, email));
      });
    },
    async [Symbol.asyncDispose]() {
      await limits[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
