import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionState } from '@longwave/contracts/identity';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import type { Database } from '../../platform/db/database.ts';
import { createHttpServer } from '../../platform/http/http-server.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { adminLogin, artistLogin, createIdentityFixture } from './identity.fixture.ts';
import type { IdentityModuleDeps } from './identity-deps.ts';
import { identityModule } from './module.ts';
import { createPasswords } from './password-hash.ts';

let db: Database;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const cookieName = 'longwave_session';
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
interface Answer {
  readonly status: number;
  readonly code: string | null;
  readonly data: Record<string, never>;
  readonly cookie: string | null;
  readonly setCookie: string;
  readonly headers: Record<string, unknown>;
}

async function createServer(change: Partial<IdentityModuleDeps> = {}) {
  const world = await createIdentityFixture(db, change);
  const { deps, identity } = world;
  const http = await createHttpServer({
    ...deps,
    authenticate: identity.authenticate,
    csrfTokenOf: identity.csrfTokenOf,
    config: { ...deps.config, PORT: 3000, NODE_ENV: 'test', TRUST_PROXY: false, CORS_ORIGINS: [] },
    metrics: createMetrics({ log: deps.log, processMetrics: false }),
    modules: [identityModule(deps)],
    readiness: [],
  });
  const send = async (
    method: Method,
    url: string,
    { body, headers = {} }: { body?: object | string; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const answer = await http.inject({ method, url, headers, ...(body !== undefined && { payload: body }) });
    const json = answer.body === '' ? {} : (answer.json() as { data?: Answer['data']; error?: { code: string } });
    const cookie = answer.cookies.find((each) => each.name === cookieName);
    return {
      status: answer.statusCode,
      code: json.error?.code ?? null,
      data: json.data ?? {},
      cookie: cookie?.value ?? null,
      setCookie: String(answer.headers['set-cookie'] ?? ''),
      headers: answer.headers,
    };
  };
  /** Signs in and answers the headers that a browser page of ours sends. */
  const signIn = async (login: object = adminLogin) => {
    const { cookie, data } = await send('POST', '/api/auth/login', { body: login });
    return { cookie: `${cookieName}=${cookie}`, 'x-csrf-token': String(data['csrfToken']) };
  };
  const bearer = async (login: object = adminLogin) => {
    const { data } = await send('POST', '/api/auth/token', { body: login });
    return { authorization: `Bearer ${String(data['accessToken'])}` };
  };
  const session = async (headers: Record<string, string>) =>
    (await send('GET', '/api/auth/session', { headers })).data as unknown as SessionState;
  return {
    ...world,
    send,
    signIn,
    bearer,
    session,
    async [Symbol.asyncDispose]() {
      await http.close(1000);
      await world[Symbol.asyncDispose]();
    },
  };
}
type Server = Awaited<ReturnType<typeof createServer>>;

const olive = { handle: 'olive', ...artistLogin };
const setUpBody = { instanceName: 'Night Radio', handle: 'nina', ...adminLogin };

describe('identity over HTTP', () => {
  it('sets up, registers, signs in and out with an httpOnly cookie', async () => {
    await using server = await createServer();
    expect((await server.send('GET', '/api/instance')).data).toMatchObject({ setUp: false, registration: 'open' });
    const token = await server.identity.ensureSetupToken();
    const setUp = await server.send('POST', '/api/setup', { body: { token, ...setUpBody } });
    expect(setUp).toMatchObject({ status: 201, data: { user: { role: 'admin', handle: 'nina' } } });
    expect(setUp.setCookie).toMatch(/HttpOnly/i);
    expect(setUp.setCookie).toMatch(/SameSite=Lax/i);
    expect((await server.send('GET', '/api/instance')).data).toMatchObject({ setUp: true, name: 'Night Radio' });
    const registered = await server.send('POST', '/api/auth/register', { body: olive });
    expect(registered).toMatchObject({ status: 201, data: { user: { role: 'artist', email: artistLogin.email } } });
    const headers = await server.signIn(artistLogin);
    expect((await server.session(headers)).sessions).toHaveLength(2);
    const left = await server.send('POST', '/api/auth/logout', { headers });
    expect(left).toMatchObject({ status: 204, cookie: '' });
    expect(await server.session(headers)).toEqual({ user: null, csrfToken: null, sessions: [] });
  });

  it('reads e-mail and handle in any case', async () => {
    await using server = await createServer();
    await server.setUp();
    const body = { ...adminLogin, email: ' ADMIN@Example.ORG ' };
    expect((await server.send('POST', '/api/auth/login', { body })).status).toBe(200);
    expect((await server.send('GET', '/api/profiles/NINA')).data).toMatchObject({ handle: 'nina' });
  });

  it('moves the end of the cookie along with the session, and clears a cookie that opens nothing', async () => {
    await using server = await createServer();
    await server.setUp();
    const headers = await server.signIn();
    server.clock.advanceMs(10 * 24 * 60 * 60 * 1000);
    const answer = await server.send('GET', '/api/auth/session', { headers });
    const endsAt = new Date(server.clock.now().getTime() + 30 * 24 * 60 * 60 * 1000);
    expect(answer.setCookie).toContain(`Expires=${endsAt.toUTCString()}`);
    expect(`${cookieName}=${answer.cookie}`).toBe(headers.cookie);
    const stale = await server.send('GET', '/api/auth/session', { headers: { cookie: `${cookieName}=old` } });
    expect(stale).toMatchObject({ status: 200, cookie: '', data: { user: null } });
  });

  it('opens the API to a program with a bearer token, without cookie or CSRF token, until it is revoked', async () => {
    await using server = await createServer();
    await server.setUp();
    const headers = await server.bearer();
    const patch = () => server.send('PATCH', '/api/me/profile', { headers, body: { bio: 'By a program.' } });
    expect(await patch()).toMatchObject({ status: 200, setCookie: '', data: { bio: 'By a program.' } });
    const state = await server.session(headers);
    expect(state).toMatchObject({ user: { handle: 'nina' }, csrfToken: null });
    const current = state.sessions.find((each) => each.current);
    expect(await server.send('DELETE', `/api/auth/session/${current?.id}`, { headers })).toMatchObject({ status: 204 });
    expect(await patch()).toMatchObject({ status: 401, code: 'auth.invalid_token' });
  });

  it('shuts a banned account out with the next request', async () => {
    await using server = await createServer();
    await server.setUp();
    const headers = await server.signIn();
    const program = await server.bearer();
    await server.setStatus(adminLogin.email, 'banned');
    const body = { bio: 'x' };
    expect(await server.send('PATCH', '/api/me/profile', { headers, body })).toMatchObject({ code: 'auth.required' });
    expect(await server.send('PATCH', '/api/me/profile', { headers: program, body })).toMatchObject({
      code: 'auth.invalid_token',
    });
    expect(await server.send('POST', '/api/auth/login', { body: adminLogin })).toMatchObject({
      status: 403,
      code: 'auth.account_suspended',
    });
  });
});

describe('attacks on sign-in', () => {
  it('session fixation: a cookie planted before the sign-in is replaced and stays worthless', async () => {
    await using server = await createServer();
    await server.setUp();
    const planted = { cookie: `${cookieName}=${'A'.repeat(43)}` };
    const answer = await server.send('POST', '/api/auth/login', { body: adminLogin, headers: planted });
    expect(answer.cookie).toMatch(/^[\w-]{43}$/);
    expect(answer.cookie).not.toBe('A'.repeat(43));
    expect((await server.session(planted)).user).toBeNull();
  });

  it('CSRF: a change with only the cookie, a foreign origin or another session token is refused', async () => {
    await using server = await createServer();
    await server.setUp();
    const mine = await server.signIn();
    const other = await server.signIn();
    const change = (headers: Record<string, string>) =>
      server.send('PATCH', '/api/me/profile', { headers, body: { bio: 'x' } });
    const { cookie } = mine;
    expect(await change({ cookie })).toMatchObject({ status: 403, code: 'auth.csrf_failed' });
    expect(await change({ cookie, origin: 'https://evil.example' })).toMatchObject({ code: 'auth.csrf_failed' });
    expect(await change({ cookie, 'x-csrf-token': other['x-csrf-token'] })).toMatchObject({ code: 'auth.csrf_failed' });
    expect(await change(mine)).toMatchObject({ status: 200 });
    const login = { body: adminLogin, headers: { origin: 'https://evil.example' } };
    expect(await server.send('POST', '/api/auth/login', login)).toMatchObject({ code: 'auth.csrf_failed' });
  });

  it('guessing: the eleventh failure is answered 429 with Retry-After, whatever the password', async () => {
    await using server = await createServer();
    await server.setUp();
    const guess = (password: string) =>
      server.send('POST', '/api/auth/login', { body: { email: adminLogin.email, password } });
    for (let n = 0; n < 10; n += 1)
      expect(await guess(`wrong-${n}`)).toMatchObject({ code: 'auth.invalid_credentials' });
    const refused = await guess(adminLogin.password);
    expect(refused).toMatchObject({ status: 429, code: 'request.rate_limited' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await server.send('POST', '/api/auth/token', { body: adminLogin })).toMatchObject({ status: 429 });
    server.clock.advanceMs(15 * 60 * 1000);
    expect(await guess(adminLogin.password)).toMatchObject({ status: 200 });
  });

  it('leaks: nothing secret is in any line that the requests logged', async () => {
    await using server = await createServer();
    const setupToken = (await server.identity.ensureSetupToken()) ?? 'none';
    await server.send('POST', '/api/setup', { body: { token: setupToken, ...setUpBody } });
    const headers = await server.signIn();
    const program = await server.bearer();
    await server.send('POST', '/api/auth/login', { body: { ...adminLogin, password: 'wrong-password-1' } });
    await server.send('GET', '/api/auth/session', { headers });
    await server.send('GET', '/api/auth/session', { headers: program });
    await server.send('POST', '/api/auth/logout', { headers });
    const everything = server.logLines.join('');
    const secrets = [setupToken, adminLogin.password, 'wrong-password-1', program.authorization.slice(7)];
    secrets.push(headers.cookie.slice(cookieName.length + 1), headers['x-csrf-token']);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });
});

const asNobody = async () => ({});
const asAdmin = (server: Server) => server.signIn();
const withDeadToken = async () => ({ authorization: 'Bearer e30.e30.e30' });

describe('what each operation refuses', () => {
  const someId = '0190a000-0000-7000-8000-000000000000';
  it.each<
    [Method, string, object | string | undefined, (server: Server) => Promise<Record<string, string>>, number, string]
  >([
    ['POST', '/api/setup', { token: 'x', ...setUpBody }, asNobody, 409, 'setup.already_done'],
    ['POST', '/api/setup', { ...setUpBody }, asNobody, 400, 'request.invalid'],
    ['POST', '/api/setup', '{"token":', asNobody, 400, 'request.malformed_json'],
    ['POST', '/api/auth/register', { ...olive, handle: 'nina' }, asNobody, 409, 'auth.handle_taken'],
    ['POST', '/api/auth/register', { ...olive, handle: 'NINA' }, asNobody, 409, 'auth.handle_taken'],
    ['POST', '/api/auth/register', { ...olive, email: adminLogin.email }, asNobody, 409, 'auth.email_taken'],
    ['POST', '/api/auth/register', { ...olive, handle: 'studio' }, asNobody, 400, 'request.invalid'],
    ['POST', '/api/auth/register', { ...olive, handle: 'a' }, asNobody, 400, 'request.invalid'],
    ['POST', '/api/auth/register', { ...olive, password: 'short' }, asNobody, 400, 'request.invalid'],
    ['POST', '/api/auth/register', { ...olive, password: 'x'.repeat(101) }, asNobody, 400, 'request.invalid'],
    ['POST', '/api/auth/register', { ...olive, password: 'Password1!' }, asNobody, 422, 'auth.password_too_common'],
    ['POST', '/api/auth/register', { ...olive, role: 'admin' }, asNobody, 400, 'request.invalid'],
    ['POST', '/api/auth/login', { ...adminLogin, password: 'wrong-one-22' }, asNobody, 401, 'auth.invalid_credentials'],
    ['POST', '/api/auth/login', { email: adminLogin.email }, asNobody, 400, 'request.invalid'],
    ['POST', '/api/auth/token', artistLogin, asNobody, 401, 'auth.invalid_credentials'],
    ['POST', '/api/auth/logout', undefined, asNobody, 401, 'auth.required'],
    ['GET', '/api/auth/session', undefined, withDeadToken, 401, 'auth.invalid_token'],
    ['DELETE', `/api/auth/session/${someId}`, undefined, asNobody, 401, 'auth.required'],
    ['DELETE', `/api/auth/session/${someId}`, undefined, asAdmin, 404, 'auth.session_not_found'],
    ['DELETE', '/api/auth/session/me', undefined, asAdmin, 400, 'request.invalid'],
    ['PATCH', '/api/me/profile', { bio: 'x' }, asNobody, 401, 'auth.required'],
    ['PATCH', '/api/me/profile', { role: 'admin' }, asAdmin, 400, 'request.invalid'],
    [
      'PATCH',
      '/api/me/profile',
      { links: [{ label: 'x', url: 'javascript:alert(1)' }] },
      asAdmin,
      400,
      'request.invalid',
    ],
    ['PATCH', '/api/me/profile', { bio: 'x'.repeat(5001) }, asAdmin, 400, 'request.invalid'],
    ['GET', '/api/profiles/nobody-here', undefined, asNobody, 404, 'profile.not_found'],
  ])('%s %s with %j', async (...[method, url, body, as, status, code]) => {
    await using server = await createServer();
    await server.setUp();
    const headers = { ...(await as(server)), ...(body !== undefined && { 'content-type': 'application/json' }) };
    const answer = await server.send(method, url, { headers, ...(body !== undefined && { body }) });
    expect(answer).toMatchObject({ status, code });
  });

  it("does not end another account's session", async () => {
    await using server = await createServer();
    await server.setUp();
    await server.send('POST', '/api/auth/register', { body: olive });
    const { sessions } = await server.session(await server.signIn());
    const headers = await server.signIn(artistLogin);
    for (const { id } of sessions)
      expect(await server.send('DELETE', `/api/auth/session/${id}`, { headers })).toMatchObject({ status: 404 });
  });

  it('answers 503 with Retry-After when too many passwords wait to be checked', async () => {
    await using server = await createServer({
      passwords: createPasswords({ cost: { logN: 12, r: 8, p: 1 }, waitingMax: 0 }),
    });
    await server.setUp();
    const flood = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        server.send('POST', '/api/auth/login', { body: { email: `n${n}@example.org`, password: 'wrong-password-1' } }),
      ),
    );
    const refused = flood.filter((answer) => answer.status === 503);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(answer.headers['retry-after']).toBe('5');
  });
});
