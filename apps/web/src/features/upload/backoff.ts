export const retryLimits = { firstMs: 500, maxMs: 30_000, serverErrorTries: 8 } as const;

/**
 * Milliseconds before try `attempt` (0 = first retry): doubling from half a second up to 30 s, with the upper half
 * random so that many waiting files do not come back in one burst. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(retryLimits.maxMs, retryLimits.firstMs * 2 ** Math.min(attempt, 16));
  return Math.round(full / 2 + (full / 2) * random);
}

/** Resolves after `ms` or when one of `wake` fires; rejects with the signal's reason when aborted. */
export function waitMs(ms: number, signal: AbortSignal, wake?: (listener: () => void) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const done = () => {
      clearTimeout(timer);
      stopWake?.();
      signal.removeEventListener('abort', abort);
    };
    const finish = () => {
      done();
      resolve();
    };
    const abort = () => {
      done();
      reject(signal.reason);
    };
    const timer = setTimeout(finish, ms);
    const stopWake = wake?.(finish);
    signal.addEventListener('abort', abort, { once: true });
  });
}
