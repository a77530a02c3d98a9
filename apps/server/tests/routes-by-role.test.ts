import { roles, type Requirement } from '@longwave/contracts/permissions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routesByRole } from './routes-by-role.ts';
import { createTestApp, type Caller, type TestApp } from './support/create-test-app.ts';
import { listOperations, type Operation } from './support/openapi-document.ts';

let product: TestApp;
let operations: Operation[];
const callers = new Map<Requirement, Caller>();

beforeAll(async () => {
  product = await createTestApp();
  operations = await listOperations(product.anyone);
  callers.set('anyone', product.anyone);
  callers.set('listener', await product.signUp('lena', 'listener'));
  callers.set('artist', await product.signUp('arto', 'artist'));
  callers.set('moderator', await product.signUp('mo', 'moderator'));
  callers.set('admin', product.admin);
});
afterAll(() => product[Symbol.asyncDispose]());

test('the table lists every route of the document and no other', () => {
  const served = operations.map(({ route }) => route).toSorted();
  expect(served).toEqual(Object.keys(routesByRole).toSorted());
});

const rank = (role: Requirement) => (role === 'anyone' ? -1 : roles.indexOf(role));
/** Ids that nothing has: what is asked for is then refused by the role or not found, and nothing is changed. */
const nothing = '018f0000-0000-7000-8000-000000000000';

function pathOf(route: string): string {
  return route
    .slice(route.indexOf(' ') + 1)
    .replace('{handle}', 'nobody-here')
    .replace('{slug}', 'nothing')
    .replace('{n}', '1')
    .replace('{name}', `${nothing}.png`)
    .replace('{*}', 'nothing')
    .replace('{id}', nothing);
}

/** Asked for in tests of their own below: a stream does not end by itself, and logging out ends the caller. */
const ownTest = ['GET /api/events', 'POST /api/auth/logout'];

/** Roles that get another answer than the table says; empty when it is right. */
async function wrongAnswers(route: string, lowest: Requirement): Promise<string[]> {
  const method = route.slice(0, route.indexOf(' ')) as Parameters<Caller['call']>[0];
  const wrong: string[] = [];
  for (const [role, caller] of callers) {
    const { status, body } = await caller.call(method, pathOf(route), method === 'GET' ? {} : { body: {} });
    const code = body.error?.code ?? '';
    const refused = role === 'anyone' ? '401 auth.required' : '403 auth.forbidden';
    const isRefused = status === 401 || code === 'auth.forbidden';
    const right = rank(role) < rank(lowest) ? `${status} ${code}` === refused : !isRefused && status < 500;
    if (!right) wrong.push(`${role}: ${status} ${code}`);
  }
  return wrong;
}

test.for(Object.entries(routesByRole).filter(([route]) => !ownTest.includes(route)))(
  '%s is open from the role "%s" up and closed below',
  async ([route, lowest]) => {
    expect(await wrongAnswers(route, lowest)).toEqual([]);
  },
);

test('a live room of one person is closed to everyone else, whatever their role', async () => {
  const artist = callers.get('artist');
  for (const role of ['anyone', 'listener', 'moderator', 'admin'] as const) {
    const answer = await callers.get(role)?.call('GET', `/api/events?rooms=user:${artist?.userId}`);
    expect(answer?.body.error?.code, role).toBe('auth.forbidden');
  }
});

test('metrics are closed to callers from elsewhere who are not admins', async () => {
  const statuses: number[] = [];
  for (const caller of callers.values()) {
    const headers = caller.accessToken === null ? {} : { authorization: `Bearer ${caller.accessToken}` };
    const answer = await product.app.http.inject({ url: '/metrics', remoteAddress: '203.0.113.9', headers });
    statuses.push(answer.statusCode);
  }
  expect(statuses).toEqual([401, 403, 403, 403, 200]);
});

test('whoever is signed in may log out, and nobody else', async () => {
  expect(await wrongAnswers('POST /api/auth/logout', 'listener')).toEqual([]);
});
