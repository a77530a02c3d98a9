import { connect, createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { createTestLog } from '../../../tests/support/test-log.ts';
import { FakeClock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { RateLimits } from '../limits.ts';
import { createMemoryRateLimits } from './memory-rate-limits.ts';
import { createRedisRateLimits } from './redis-rate-limits.ts';

const redisUrl = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';
const clock = new FakeClock(new Date('2026-01-01T00:00:00Z'));
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const limits of open.splice(0)) await limits[Symbol.asyncDispose]();
});
function opened<T extends AsyncDisposable>(limits: T): T {
  open.push(limits);
  return limits;
}

const redisReachable = await new Promise<boolean>((resolve) => {
  const { hostname, port } = new URL(redisUrl);
  const socket = connect(Number(port), hostname);
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  socket.once('connect', () => socket.end());
});
const withRedis = redisReachable || process.env.CI !== undefined;
if (!withRedis) console.warn(`SKIPPED: rate limits on Redis, because ${redisUrl} does not answer`);

const memory = { name: 'memory', create: () => createMemoryRateLimits({ clock }) };
const redis = {
  name: 'Redis',
  create: () => {
    const { log } = createTestLog();
    return createRedisRateLimits({ url: redisUrl, log, clock, prefix: `test:${newId()}:` });
  },
};

describe.each(withRedis ? [memory, redis] : [memory])('rate limits in $name', ({ create }) => {
  const rule = { budget: 3, windowS: 60 };

  test('allow the budget, then refuse until the window ends', async () => {
    const limits: RateLimits = opened(create());
    const verdicts = [];
    for (let count = 0; count < 5; count += 1) verdicts.push(await limits.consume('ip:1', rule));
    expect(verdicts.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
      [false, 0],
    ]);
    expect(verdicts[0]?.resetInS).toBe(60);
  });

  test('count each key and each rule for itself', async () => {
    const limits = opened(create());
    for (let count = 0; count < 4; count += 1) await limits.consume('ip:1', rule);
    expect(await limits.consume('ip:2', rule)).toMatchObject({ allowed: true, remaining: 2 });
    expect(await limits.consume('ip:1', { budget: 10, windowS: 60 })).toMatchObject({ allowed: true, remaining: 9 });
  });

  test('take several at once, and forget a key on request', async () => {
    const limits = opened(create());
    expect(await limits.consume('ip:1', { ...rule, cost: 3 })).toMatchObject({ allowed: true, remaining: 0 });
    expect(await limits.consume('ip:1', rule)).toMatchObject({ allowed: false });
    await limits.reset('ip:1', rule);
    expect(await limits.consume('ip:1', rule)).toMatchObject({ allowed: true, remaining: 2 });
  });

  test('take back what is given back, never below nothing', async () => {
    const limits = opened(create());
    await limits.consume('ip:1', { ...rule, cost: 2 });
    expect(await limits.consume('ip:1', { ...rule, cost: -1 })).toMatchObject({ allowed: true, remaining: 2 });
    expect(await limits.consume('ip:1', { ...rule, cost: -9 })).toMatchObject({ allowed: true, remaining: 3 });
  });

  test('count tries at the same moment exactly', async () => {
    const limits = opened(create());
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => limits.consume('ip:1', rule)));
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(3);
  });
});

describe('in memory', () => {
  test('the budget is whole again when the window has ended', async () => {
    const limits = opened(createMemoryRateLimits({ clock }));
    const rule = { budget: 1, windowS: 10 };
    await limits.consume('a', rule);
    clock.advanceMs(9_999);
    expect(await limits.consume('a', rule)).toMatchObject({ allowed: false, resetInS: 1 });
    clock.advanceMs(1);
    expect(await limits.consume('a', rule)).toMatchObject({ allowed: true, remaining: 0, resetInS: 10 });
  });

  test('a flood of keys keeps to the bound', async () => {
    const limits = opened(createMemoryRateLimits({ clock, maxKeys: 100 }));
    for (let count = 0; count < 1000; count += 1) await limits.consume(`key ${count}`, { budget: 1, windowS: 10 });
    expect(limits.size()).toBeLessThanOrEqual(100);
    expect(await limits.consume('key 999', { budget: 1, windowS: 10 })).toMatchObject({ allowed: false });
  });
});

describe.runIf(withRedis)('in Redis', () => {
  test('nodes share one count, and every count ends by itself', async () => {
    const prefix = `test:${newId()}:`;
    const { log } = createTestLog();
    const nodes = [1, 2].map(() => opened(createRedisRateLimits({ url: redisUrl, log, clock, prefix })));
    for (const node of nodes) await node.consume('a', { budget: 2, windowS: 60 });
    expect(await nodes[0]?.consume('a', { budget: 2, windowS: 60 })).toMatchObject({ allowed: false });
    const client = new Redis(redisUrl);
    const [key] = await client.keys(`${prefix}*`);
    expect(await client.pttl(key ?? '')).toBeGreaterThan(0);
    client.disconnect();
  });
});

/** A relay to Redis that can be cut and mended. */
async function relay(): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void> }> {
  const { hostname, port } = new URL(redisUrl);
  const sockets = new Set<ReturnType<typeof connect>>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => socket.destroy()));
    near.pipe(far).pipe(near);
  });
  const listen = (on: number) => new Promise<void>((resolve) => server.listen(on, '127.0.0.1', resolve));
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    });
  open.push({ [Symbol.asyncDispose]: cut });
  return { url: `redis://127.0.0.1:${own}`, cut, mend: () => listen(own) };
}

describe('without Redis', () => {
  test('each node counts for itself, says so once, and no caller sees an error', async () => {
    const { log, lines } = createTestLog();
    const limits = opened(createRedisRateLimits({ url: 'redis://127.0.0.1:1', log, clock }));
    const rule = { budget: 2, windowS: 60 };
    for (const allowed of [true, true, false]) expect(await limits.consume('a', rule)).toMatchObject({ allowed });
    await limits.reset('a', rule);
    expect(await limits.consume('a', rule)).toMatchObject({ allowed: true });
    expect(lines.filter(({ level }) => level === 40)).toHaveLength(1);
  });

  test.runIf(withRedis)('a Redis that comes back is used again', async () => {
    const { log, lines } = createTestLog();
    const through = await relay();
    const prefix = `test:${newId()}:`;
    const limits = opened(createRedisRateLimits({ url: through.url, log, clock, prefix }));
    const rule = { budget: 3, windowS: 60 };
    expect(await limits.consume('a', rule)).toMatchObject({ remaining: 2 });
    await through.cut();
    await expect.poll(() => lines.some(({ level }) => level === 40)).toBe(true);
    expect(await limits.consume('b', rule)).toMatchObject({ remaining: 2 });
    await through.mend();
    await expect.poll(() => lines.some(({ level }) => level === 30), { timeout: 10_000 }).toBe(true);
    expect(await limits.consume('a', rule)).toMatchObject({ remaining: 1 });
  });
});
