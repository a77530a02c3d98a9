import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '@longwave/contracts/ids';
import { newId } from '../../platform/ids.ts';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import type { Database } from '../../platform/db/database.ts';
import { adminLogin, artistLogin, clientAt, createIdentityFixture } from './identity.fixture.ts';
import { issueToken } from './issue-token.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { createPasswords } from './password-hash.ts';
import { readInstance } from './read-instance.ts';
import { readProfile } from './read-people.ts';
import { readSession } from './read-session.ts';
import { registerAccount } from './register-account.ts';
import { revokeSession } from './revoke-session.ts';
import { passwordCredentials, sessions } from './schema.ts';
import { sweepSessions } from './sweep-sessions.job.ts';
import { updateProfile } from './update-profile.ts';

let db: Database;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

type World = Awaited<ReturnType<typeof createIdentityFixture>>;
const dayMs = 24 * 60 * 60 * 1000;
const olive = { handle: 'olive', ...artistLogin };
const anonymous = { kind: 'anonymous' };

const byCookie = (world: World, sessionToken: string) =>
  world.identity.authenticate({ sessionToken, bearerToken: null });
const byBearer = (world: World, bearerToken: string) =>
  world.identity.authenticate({ sessionToken: null, bearerToken });
const codeOf = async (attempt: Promise<unknown>) => {
  const [result] = await Promise.allSettled([attempt]);
  return result.status === 'rejected' ? (result.reason as { code?: string }).code : 'none';
};

const guess = (world: World, email: string, ip?: string) =>
  logIn(world.deps, { email, password: 'wrong-password-1', ...clientAt(ip) });
const waitOf = async (attempt: Promise<unknown>) => {
  const [result] = await Promise.allSettled([attempt]);
  return result.status === 'rejected' ? ((result.reason as { retryAfterS?: number }).retryAfterS ?? 0) : 0;
};

describe('registration', () => {
  it('makes an account with the configured role and signs it in', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const { user, session } = await registerAccount(world.deps, { ...olive, ...clientAt() });
    expect(user).toMatchObject({ role: 'artist', status: 'active' });
    expect(await byCookie(world, session.secret)).toMatchObject({ userId: user.id, handle: 'olive' });
  });

  it('is refused while it is closed or by invitation', async () => {
    for (const REGISTRATION of ['closed', 'invite'] as const) {
      await using world = await createIdentityFixture(db, {
        config: { REGISTRATION, REGISTRATION_ROLE: 'artist', PUBLIC_URL: null },
      });
      await world.setUp();
      expect(await codeOf(registerAccount(world.deps, { ...olive, ...clientAt() }))).toBe('auth.registration_closed');
    }
  });

  it('gives a handle and an e-mail to one of several who ask at once, and a 409 to the others', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const race = (accounts: { handle: string; email: string }[]) =>
      Promise.all(
        accounts.map((account, n) =>
          codeOf(
            registerAccount(world.deps, { ...account, password: 'quiet-harbour-19', ...clientAt(`198.51.100.${n}`) }),
          ),
        ),
      );
    const sameHandle = await race([1, 2, 3, 4].map((n) => ({ handle: 'echo', email: `e${n}@example.org` })));
    expect(sameHandle.toSorted()).toEqual(['auth.handle_taken', 'auth.handle_taken', 'auth.handle_taken', 'none']);
    const sameEmail = await race([1, 2, 3, 4].map((n) => ({ handle: `f${n}`, email: 'f@example.org' })));
    expect(sameEmail.toSorted()).toEqual(['auth.email_taken', 'auth.email_taken', 'auth.email_taken', 'none']);
  });

  it('is limited to 5 an hour for each address, and names that are taken do not use them up', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const attempt = (n: number, ip?: string) =>
      registerAccount(world.deps, { ...olive, handle: `user${n}`, email: `u${n}@example.org`, ...clientAt(ip) });
    for (let n = 0; n < 5; n += 1) {
      await attempt(n);
      expect(await codeOf(attempt(n))).toBe('auth.email_taken');
    }
    await expect(attempt(5)).rejects.toMatchObject({ code: 'request.rate_limited', status: 429 });
    await expect(attempt(5, '192.0.2.1')).resolves.toBeDefined();
  });
});

describe('signing in', () => {
  it('answers the same, after the same work, for an unknown account and a wrong password', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const attempt = async (email: string) => {
      const before = world.deps.passwords.derivations();
      const [result] = await Promise.allSettled([
        logIn(world.deps, { email, password: 'wrong-password-1', ...clientAt() }),
      ]);
      const { code, message, details } = result.status === 'rejected' ? result.reason : {};
      return { code, message, details, work: world.deps.passwords.derivations() - before };
    };
    const wrong = await attempt(adminLogin.email);
    expect(wrong).toMatchObject({ code: 'auth.invalid_credentials', work: 1 });
    expect(await attempt('nobody@example.org')).toEqual(wrong);
  });

  it('replaces the session whose cookie the browser had before', async () => {
    await using world = await createIdentityFixture(db);
    const { session: first } = await world.setUp();
    const { session } = await logIn(world.deps, { ...adminLogin, ...clientAt(), replacedSecret: first.secret });
    expect(session.secret).not.toBe(first.secret);
    expect(await byCookie(world, first.secret)).toEqual(anonymous);
    expect(await byCookie(world, session.secret)).toMatchObject({ kind: 'user' });
  });

  it('keeps only the hash of the cookie', async () => {
    await using world = await createIdentityFixture(db);
    const { session } = await world.setUp();
    const rows = await world.deps.db.read.select().from(sessions);
    expect(JSON.stringify(rows)).not.toContain(session.secret);
    expect(rows[0]?.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await byCookie(world, rows[0]?.tokenHash ?? '')).toEqual(anonymous);
  });

  it('renews a password hash that was made at a lower cost, and not one at the same', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const stored = async () => (await world.deps.db.read.select().from(passwordCredentials))[0]?.hash;
    const before = await stored();
    await logIn(world.deps, { ...adminLogin, ...clientAt() });
    expect(await stored()).toBe(before);
    const passwords = createPasswords({ cost: { logN: 5, r: 8, p: 1 } });
    await logIn({ ...world.deps, passwords }, { ...adminLogin, ...clientAt() });
    expect(await stored()).toMatch(/^\$scrypt\$ln=5,/);
    await logIn({ ...world.deps, passwords }, { ...adminLogin, ...clientAt() });
  });

  it('tells a suspended account so only when the password is right', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    for (const status of ['suspended', 'banned'] as const) {
      await world.setStatus(adminLogin.email, status);
      expect(await codeOf(logIn(world.deps, { ...adminLogin, ...clientAt() }))).toBe('auth.account_suspended');
      const wrong = { ...adminLogin, password: 'wrong-password-1', ...clientAt() };
      expect(await codeOf(logIn(world.deps, wrong))).toBe('auth.invalid_credentials');
    }
  });
});

describe('sign-in limits', () => {
  it('stop an address after 10 failures, whatever accounts it tried, and let it wait longer the more it goes on', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    for (let n = 0; n < 10; n += 1)
      expect(await codeOf(guess(world, `n${n}@example.org`))).toBe('auth.invalid_credentials');
    const before = world.deps.passwords.derivations();
    const waits: number[] = [];
    for (let n = 0; n < 35; n += 1) waits.push(await waitOf(logIn(world.deps, { ...adminLogin, ...clientAt() })));
    expect(world.deps.passwords.derivations()).toBe(before);
    expect(waits[0]).toBeGreaterThan(0);
    expect(waits[0]).toBeLessThanOrEqual(15 * 60);
    expect(waits[15]).toBeGreaterThan(15 * 60);
    expect(waits[34]).toBeGreaterThan(30 * 60);
  });

  it('stop guessing at one account from many addresses, but not the other accounts', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    await registerAccount(world.deps, { ...olive, ...clientAt() });
    for (let n = 0; n < 10; n += 1)
      expect(await codeOf(guess(world, adminLogin.email, `198.51.100.${n}`))).toBe('auth.invalid_credentials');
    expect(await codeOf(logIn(world.deps, { ...adminLogin, ...clientAt('198.51.100.99') }))).toBe(
      'request.rate_limited',
    );
    expect(await codeOf(logIn(world.deps, { ...artistLogin, ...clientAt('198.51.100.99') }))).toBe('none');
  });

  it('hold against guesses sent all at once', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const codes = await Promise.all(Array.from({ length: 40 }, () => codeOf(guess(world, adminLogin.email))));
    expect(codes.filter((code) => code === 'auth.invalid_credentials')).toHaveLength(10);
    expect(codes.filter((code) => code === 'request.rate_limited')).toHaveLength(30);
  });

  it('forget the failures of an account after a right password, and never count successes', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    for (let n = 0; n < 9; n += 1) await codeOf(guess(world, adminLogin.email, `198.51.100.${n}`));
    for (let n = 0; n < 30; n += 1) await logIn(world.deps, { ...adminLogin, ...clientAt() });
    for (let n = 0; n < 9; n += 1)
      expect(await codeOf(guess(world, adminLogin.email, `198.51.100.${n}`))).toBe('auth.invalid_credentials');
  });

  it('count a whole IPv6 /64 as one address', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    for (let n = 0; n < 10; n += 1) await codeOf(guess(world, `n${n}@example.org`, `2001:db8:1:2::${n + 1}`));
    expect(await codeOf(guess(world, 'x@example.org', '2001:db8:1:2:ffff::1'))).toBe('request.rate_limited');
    expect(await codeOf(guess(world, 'x@example.org', '2001:db8:1:3::1'))).toBe('auth.invalid_credentials');
  });
});

describe('sessions', () => {
  it('last 30 days from the last use, which is written at most every 5 minutes', async () => {
    await using world = await createIdentityFixture(db);
    const { session } = await world.setUp();
    const row = async () => (await world.deps.db.read.select().from(sessions))[0];
    world.clock.advanceMs(4 * 60 * 1000);
    await byCookie(world, session.secret);
    expect((await row())?.expiresAt).toEqual(session.expiresAt);
    world.clock.advanceMs(29 * dayMs);
    expect(await byCookie(world, session.secret)).toMatchObject({ kind: 'user' });
    expect((await row())?.expiresAt).toEqual(new Date(world.clock.now().getTime() + 30 * dayMs));
    world.clock.advanceMs(29 * dayMs);
    expect(await byCookie(world, session.secret)).toMatchObject({ kind: 'user' });
    world.clock.advanceMs(30 * dayMs);
    expect(await byCookie(world, session.secret)).toEqual(anonymous);
  });

  it('are listed for their owner with the current one marked and a CSRF token of their own', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const { session } = await logIn(world.deps, { ...adminLogin, ...clientAt() });
    const actor = await byCookie(world, session.secret);
    const { state, cookieExpiresAt } = await readSession(world.deps, actor, { sessionToken: session.secret });
    expect(state.user).toMatchObject({ email: adminLogin.email, role: 'admin' });
    expect(state.csrfToken).toBe(world.identity.csrfTokenOf(session.secret));
    expect(state.csrfToken).not.toBe(world.identity.csrfTokenOf('another'));
    expect(state.sessions.map((each) => each.current)).toEqual([true, false]);
    expect(cookieExpiresAt).toEqual(session.expiresAt);
    expect(await readSession(world.deps, { kind: 'anonymous' }, { sessionToken: null })).toEqual({
      state: { user: null, csrfToken: null, sessions: [] },
      cookieExpiresAt: null,
    });
  });

  it('end when they are revoked or signed out of, and only by their owner', async () => {
    await using world = await createIdentityFixture(db);
    const { session: first } = await world.setUp();
    const { session: second } = await logIn(world.deps, { ...adminLogin, ...clientAt() });
    const { session: others } = await registerAccount(world.deps, { ...olive, ...clientAt() });
    const stranger = await byCookie(world, others.secret);
    expect(await codeOf(revokeSession(world.deps, stranger, { id: first.id }))).toBe('auth.session_not_found');
    const actor = await byCookie(world, second.secret);
    expect(await revokeSession(world.deps, actor, { id: first.id })).toEqual({ current: false });
    expect(await byCookie(world, first.secret)).toEqual(anonymous);
    expect(await codeOf(revokeSession(world.deps, actor, { id: first.id }))).toBe('auth.session_not_found');
    await logOut(world.deps, actor);
    await logOut(world.deps, actor);
    expect(await byCookie(world, second.secret)).toEqual(anonymous);
    expect(await byCookie(world, others.secret)).toMatchObject({ kind: 'user' });
  });

  it('open nothing from the next request on when the account is suspended or banned', async () => {
    await using world = await createIdentityFixture(db);
    const { session } = await world.setUp();
    const { accessToken } = await issueToken(world.deps, { ...adminLogin, ...clientAt() });
    for (const status of ['suspended', 'banned'] as const) {
      await world.setStatus(adminLogin.email, status);
      expect(await byCookie(world, session.secret)).toEqual(anonymous);
      expect(await codeOf(byBearer(world, accessToken))).toBe('auth.invalid_token');
    }
    await world.setStatus(adminLogin.email, 'active');
    expect(await byCookie(world, session.secret)).toMatchObject({ kind: 'user' });
    expect(await byBearer(world, accessToken)).toMatchObject({ kind: 'user' });
  });

  it('are at most 100 for an account, and access tokens do not push browsers out', async () => {
    await using world = await createIdentityFixture(db);
    const { session: first, user } = await world.setUp();
    for (let n = 0; n < 102; n += 1) await issueToken(world.deps, { ...adminLogin, ...clientAt() });
    const rows = await world.deps.db.read.select().from(sessions).where(eq(sessions.userId, user.id));
    expect(rows.filter((row) => row.jwtId !== null)).toHaveLength(100);
    expect(await byCookie(world, first.secret)).toMatchObject({ kind: 'user' });
  });

  it('that have ended are swept away, the others stay', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    for (let n = 0; n < 3; n += 1) await issueToken(world.deps, { ...adminLogin, ...clientAt() });
    expect(await sweepSessions(world.deps, new AbortController().signal)).toBe(0);
    world.clock.advanceMs(16 * 60 * 1000);
    expect(await sweepSessions(world.deps, new AbortController().signal)).toBe(3);
    expect(await world.deps.db.read.select().from(sessions)).toHaveLength(1);
  });

  it('never take anything but their own secret', async () => {
    await using world = await createIdentityFixture(db);
    const { session } = await world.setUp();
    const { accessToken } = await issueToken(world.deps, { ...adminLogin, ...clientAt() });
    for (const wrong of ['', 'x', `${session.secret}x`, session.id, accessToken, "' or 1=1 --", 'A'.repeat(43)])
      expect(await byCookie(world, wrong)).toEqual(anonymous);
    expect(await codeOf(byBearer(world, session.secret))).toBe('auth.invalid_token');
  });
});

describe('access tokens', () => {
  it('open the API for 15 minutes and have no cookie session', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const { accessToken, expiresInS } = await issueToken(world.deps, { ...adminLogin, ...clientAt() });
    expect(expiresInS).toBe(900);
    expect(await byBearer(world, accessToken)).toMatchObject({ kind: 'user', role: 'admin', sessionId: null });
    world.clock.advanceMs(900_000);
    expect(await codeOf(byBearer(world, accessToken))).toBe('auth.invalid_token');
  });

  it('end with the next request when they are revoked or signed out of', async () => {
    await using world = await createIdentityFixture(db);
    const { session } = await world.setUp();
    const revoked = await issueToken(world.deps, { ...adminLogin, ...clientAt() });
    const actor = await byCookie(world, session.secret);
    const { state } = await readSession(world.deps, actor, { sessionToken: session.secret });
    const row = state.sessions.find((each) => !each.current);
    if (!row) throw new Error('the token has no row');
    await revokeSession(world.deps, actor, { id: row.id });
    expect(await codeOf(byBearer(world, revoked.accessToken))).toBe('auth.invalid_token');
    const left = await issueToken(world.deps, { ...adminLogin, ...clientAt() });
    await logOut(world.deps, await byBearer(world, left.accessToken));
    expect(await codeOf(byBearer(world, left.accessToken))).toBe('auth.invalid_token');
  });
});

describe('profiles', () => {
  it('change only in the fields that are given', async () => {
    await using world = await createIdentityFixture(db);
    const { session } = await world.setUp();
    const actor = await byCookie(world, session.secret);
    const links = [{ label: 'Site', url: 'https://example.org/' }];
    await updateProfile(world.deps, actor, { bio: 'Plays at night.', links });
    const profile = await updateProfile(world.deps, actor, { displayName: 'Nina N.' });
    expect(profile).toMatchObject({ displayName: 'Nina N.', bio: 'Plays at night.', links, handle: 'nina' });
    expect(await readProfile(world.deps, { handle: 'NINA' })).toEqual(profile);
    expect(profile).not.toHaveProperty('email');
  });

  it('are hidden while the account is suspended, though its things still name it', async () => {
    await using world = await createIdentityFixture(db);
    const { user } = await world.setUp();
    await world.setStatus(adminLogin.email, 'suspended');
    expect(await codeOf(readProfile(world.deps, { handle: 'nina' }))).toBe('profile.not_found');
    expect(await world.identity.findPersonByHandle('nina')).toBeNull();
    const people = await world.identity.readPeople([user.id, user.id, newId<UserId>()]);
    expect([...people.values()]).toMatchObject([{ handle: 'nina' }]);
    expect((await world.identity.readPeople([])).size).toBe(0);
  });
});

describe('the instance', () => {
  it('says its name and state before and after the set-up', async () => {
    await using world = await createIdentityFixture(db, { countPublishedTracks: async () => 12 });
    expect(await readInstance(world.deps)).toMatchObject({ name: 'Longwave', setUp: false, trackCount: 12 });
    await world.setUp();
    expect(await readInstance(world.deps)).toMatchObject({ name: 'Night Radio', setUp: true, registration: 'open' });
  });
});

describe('what identity logs', () => {
  it('holds no password, token, cookie or address', async () => {
    await using world = await createIdentityFixture(db);
    const setupToken = (await world.identity.ensureSetupToken()) ?? 'none';
    const { session } = await world.setUp();
    const { accessToken } = await issueToken(world.deps, { ...adminLogin, ...clientAt() });
    await codeOf(logIn(world.deps, { ...adminLogin, password: 'wrong-password-1', ...clientAt() }));
    await codeOf(byBearer(world, `${accessToken}x`));
    await logOut(world.deps, await byCookie(world, session.secret));
    const everything = world.logLines.join('');
    expect(everything).toContain('auth.login_failed');
    for (const secret of [
      setupToken,
      session.secret,
      session.csrfToken,
      accessToken,
      adminLogin.password,
      'wrong-password-1',
      adminLogin.email,
      '203.0.113.7',
    ])
      expect(everything).not.toContain(secret);
  });
});
