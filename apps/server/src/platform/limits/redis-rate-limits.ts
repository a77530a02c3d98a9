import { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { RateLimits } from '../limits.ts';
import type { Log } from '../log.ts';
import { verdictOf, windowKey } from './fixed-window.ts';
import { createMemoryRateLimits } from './memory-rate-limits.ts';

/** Adds to a count and starts its window with the first; one step, so no count stays without an end. */
const consumeScript = `
local used = redis.call('INCRBY', KEYS[1], ARGV[1])
if used < 0 then
  used = redis.call('INCRBY', KEYS[1], -used)
end
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return {used, left}`;

/** A slow Redis must not slow every request: past this the local count decides. */
const answerTimeoutMs = 250;

/**
 * Fixed windows counted in Redis, so all nodes share them. While Redis is away each node counts in its own memory and
 * says so once in the log; a caller never sees an error.
 */
export function createRedisRateLimits(deps: {
  url: string;
  log: Log;
  clock: Clock;
  /** Prefix of all keys, so that instances can share one Redis. */
  prefix?: string;
}): RateLimits {
  const { log, prefix = 'longwave:limits:' } = deps;
  const local = createMemoryRateLimits(deps);
  const redis = new Redis(deps.url, {
    commandTimeout: answerTimeoutMs,
    connectTimeout: 1000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (tries) => Math.min(5000, tries * 200),
    keyPrefix: prefix,
  });
  let away = false;
  function noteAway(error: unknown): void {
    if (!away) log.warn({ err: error }, 'Redis is away; rate limits count on this node alone');
    away = true;
  }
  // Without a listener a lost connection would end the process.
  redis.on('error', noteAway);
  redis.on('ready', () => {
    if (away) log.info('Redis is back; rate limits are shared again');
    away = false;
  });
  const firstAnswer = new Promise<void>((resolve) => {
    redis.once('ready', resolve);
    redis.once('close', resolve);
  });
  const connected = () => redis.status === 'ready';

  return {
    async consume(key, rule) {
      await firstAnswer;
      if (!connected()) return local.consume(key, rule);
      try {
        const answer = await redis.eval(consumeScript, 1, windowKey(key, rule), rule.cost ?? 1, rule.windowS * 1000);
        const [used, leftMs] = answer as [number, number];
        return verdictOf(rule, { used, leftMs });
      } catch (error) {
        noteAway(error);
        return local.consume(key, rule);
      }
    },
    async reset(key, rule) {
      await local.reset(key, rule);
      if (!connected()) return;
      await redis.del(windowKey(key, rule)).catch(noteAway);
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect();
      await local[Symbol.asyncDispose]();
    },
  };
}
