import type { Clock } from '../clock.ts';
import type { RateLimits } from '../limits.ts';
import { verdictOf, windowKey } from './fixed-window.ts';

interface Window {
  used: number;
  readonly endsAtMs: number;
}

/**
 * Fixed windows counted in this process, at most `maxKeys` of them: when full, ended windows go first, then the
 * oldest, so a flood of keys costs bounded memory and at worst forgets a count early.
 */
export function createMemoryRateLimits(deps: { clock: Clock; maxKeys?: number }): RateLimits & { size(): number } {
  const { clock, maxKeys = 100_000 } = deps;
  const windows = new Map<string, Window>();

  function makeRoom(nowMs: number): void {
    for (const [key, { endsAtMs }] of windows) if (endsAtMs <= nowMs) windows.delete(key);
    const oldest = windows.keys();
    // A tenth at once, so that a flood does not sweep the whole map for each of its keys.
    while (windows.size > maxKeys * 0.9) windows.delete(oldest.next().value ?? '');
  }
  return {
    async consume(key, rule) {
      const nowMs = clock.now().getTime();
      const id = windowKey(key, rule);
      let window = windows.get(id);
      if (!window || window.endsAtMs <= nowMs) {
        windows.delete(id);
        if (windows.size >= maxKeys) makeRoom(nowMs);
        window = { used: 0, endsAtMs: nowMs + rule.windowS * 1000 };
        windows.set(id, window);
      }
      window.used = Math.max(0, window.used + (rule.cost ?? 1));
      return verdictOf(rule, { used: window.used, leftMs: window.endsAtMs - nowMs });
    },
    async reset(key, rule) {
      windows.delete(windowKey(key, rule));
    },
    size: () => windows.size,
    async [Symbol.asyncDispose]() {
      windows.clear();
    },
  };
}
