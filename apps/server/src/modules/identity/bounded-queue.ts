import { AppError } from '../../platform/errors.ts';

/** Runs at most `concurrency` tasks at once and lets at most `waitingMax` wait; more are refused with `server.unavailable`. */
export interface BoundedQueue {
  run<T>(task: () => Promise<T>): Promise<T>;
}

/** A queue in process; tasks start in the order they came. */
export function createBoundedQueue(limits: { concurrency: number; waitingMax: number }): BoundedQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  const enter = async (): Promise<void> => {
    if (running < limits.concurrency) {
      running += 1;
      return;
    }
    if (waiting.length >= limits.waitingMax) {
      throw new AppError('server.unavailable', {
        message: 'Too many sign-ins are being checked right now. Try again in a few seconds.',
        retryAfterS: 5,
      });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    // The place passes straight to the next one, so that nobody overtakes.
    if (next) next();
    else running -= 1;
  };
  return {
    async run(task) {
      await enter();
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
