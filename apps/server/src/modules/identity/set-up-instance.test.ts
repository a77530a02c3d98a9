import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import type { Database } from '../../platform/db/database.ts';
import { adminLogin, clientAt, createIdentityFixture } from './identity.fixture.ts';
import { logIn } from './log-in.ts';
import { registerAccount } from './register-account.ts';
import { instance, users } from './schema.ts';
import { setUpInstance } from './set-up-instance.ts';

let db: Database;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const account = { instanceName: 'Night Radio', handle: 'nina', ...adminLogin };

describe('setting an instance up', () => {
  it('writes a one-time token that only its owner may read, and answers the same one until it is used', async () => {
    await using world = await createIdentityFixture(db);
    const token = await world.identity.ensureSetupToken();
    expect(await world.identity.ensureSetupToken()).toBe(token);
    const path = join(world.dataDir, 'setup-token');
    expect((await readFile(path, 'utf8')).trim()).toBe(token);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('creates an admin, signs them in, and removes the token', async () => {
    await using world = await createIdentityFixture(db);
    const { user, session } = await world.setUp();
    expect(user).toMatchObject({ role: 'admin', handle: 'nina', displayName: 'nina' });
    expect(await world.identity.authenticate({ sessionToken: session.secret, bearerToken: null })).toMatchObject({
      kind: 'user',
      role: 'admin',
      sessionId: session.id,
    });
    await expect(stat(join(world.dataDir, 'setup-token'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await world.identity.ensureSetupToken()).toBeNull();
  });

  it('makes exactly one admin when several use the token at once', async () => {
    await using world = await createIdentityFixture(db);
    const token = (await world.identity.ensureSetupToken()) ?? '';
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) =>
        setUpInstance(world.deps, { ...account, token, handle: `nina${n}`, email: `n${n}@example.org`, ...clientAt() }),
      ),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results.filter((each) => each.status === 'rejected'))
      expect(result.reason).toMatchObject({ code: 'setup.already_done', status: 409 });
    expect(await world.deps.db.read.select().from(users)).toHaveLength(1);
  });

  it('refuses a wrong token, any token without a file, and every token afterwards', async () => {
    await using world = await createIdentityFixture(db);
    const attempt = (token: string) => setUpInstance(world.deps, { ...account, token, ...clientAt() });
    await expect(attempt('x')).rejects.toMatchObject({ code: 'setup.invalid_token' });
    const token = (await world.identity.ensureSetupToken()) ?? '';
    await expect(attempt(`${token}x`)).rejects.toMatchObject({ code: 'setup.invalid_token' });
    await attempt(token);
    await expect(attempt(token)).rejects.toMatchObject({ code: 'setup.already_done' });
    await writeFile(join(world.dataDir, 'setup-token'), token, { mode: 0o600 });
    await expect(attempt(token)).rejects.toMatchObject({ code: 'setup.already_done' });
  });

  it('leaves nothing behind when the account is refused, so the link still works', async () => {
    await using world = await createIdentityFixture(db);
    const token = (await world.identity.ensureSetupToken()) ?? '';
    const attempt = (change: object) => setUpInstance(world.deps, { ...account, token, ...clientAt(), ...change });
    await expect(attempt({ password: 'password123' })).rejects.toMatchObject({ code: 'auth.password_too_common' });
    await expect(attempt({ handle: 'admin' })).rejects.toMatchObject({ code: 'request.invalid' });
    expect(await world.deps.db.read.select().from(instance)).toHaveLength(0);
    await expect(attempt({})).resolves.toBeDefined();
  });

  it('comes before registration', async () => {
    await using world = await createIdentityFixture(db);
    const visitor = { handle: 'olive', email: 'olive@example.org', password: 'quiet-harbour-19', ...clientAt() };
    await expect(registerAccount(world.deps, visitor)).rejects.toMatchObject({ code: 'auth.registration_closed' });
    await world.setUp();
    await expect(registerAccount(world.deps, visitor)).resolves.toBeDefined();
  });
});

describe('making an admin on the command line', () => {
  const wanted = { handle: 'nina', email: 'Admin@Example.org', password: adminLogin.password };

  it('sets the instance up and ends the set-up link', async () => {
    await using world = await createIdentityFixture(db);
    await world.identity.ensureSetupToken();
    expect(await world.identity.createAdmin(wanted)).toMatchObject({ created: true });
    expect(await world.identity.ensureSetupToken()).toBeNull();
    expect(await world.identity.findFirstAdmin()).toMatchObject({ handle: 'nina' });
    await world.setStatus(adminLogin.email, 'suspended');
    expect(await world.identity.findFirstAdmin()).toBeNull();
    await world.setStatus(adminLogin.email, 'active');
    expect((await logIn(world.deps, { ...adminLogin, ...clientAt() })).user.role).toBe('admin');
  });

  it('promotes an account that has this e-mail, gives it the password and ends its sessions', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const artist = { email: 'olive@example.org', password: 'quiet-harbour-19' };
    const { user, session } = await registerAccount(world.deps, { handle: 'olive', ...artist, ...clientAt() });
    await world.setStatus(artist.email, 'suspended');
    const promoted = { handle: 'other', email: artist.email, password: 'violet-anchor-33' };
    expect(await world.identity.createAdmin(promoted)).toEqual({ userId: user.id, created: false });
    expect(await world.identity.authenticate({ sessionToken: session.secret, bearerToken: null })).toMatchObject({
      kind: 'anonymous',
    });
    const again = await logIn(world.deps, { ...artist, password: 'violet-anchor-33', ...clientAt() });
    expect(again.user).toMatchObject({ role: 'admin', handle: 'olive', status: 'active' });
  });

  it.each([
    [{ handle: 'n!' }, 'request.invalid'],
    [{ email: 'nobody' }, 'request.invalid'],
    [{ password: 'short' }, 'request.invalid'],
    [{ handle: 'root' }, 'request.invalid'],
    [{ password: 'password' }, 'auth.password_too_common'],
  ])('refuses %o with %s', async (change, code) => {
    await using world = await createIdentityFixture(db);
    await expect(world.identity.createAdmin({ ...wanted, ...change })).rejects.toMatchObject({ code });
    expect(await world.deps.db.read.select().from(users)).toHaveLength(0);
    expect(await world.deps.db.read.select().from(instance)).toHaveLength(0);
  });

  it('refuses a handle that someone else has', async () => {
    await using world = await createIdentityFixture(db);
    await world.setUp();
    const second = { ...wanted, email: 'second@example.org' };
    await expect(world.identity.createAdmin(second)).rejects.toMatchObject({ code: 'auth.handle_taken' });
  });
});
