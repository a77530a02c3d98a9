import type { Log } from '../log.ts';
import type { TransactionGuard } from './transaction-guard.ts';

export type Effect = () => void | Promise<void>;

/** Runs `work` with an `afterCommit` collector; once it has committed, runs the effects in order. Their errors are logged: the commit stands. */
export async function withAfterCommit<T>(
  deps: { guard: TransactionGuard; log: Log },
  work: (hooks: { afterCommit(effect: Effect): void }) => Promise<T>,
): Promise<T> {
  deps.guard.assertOutside('`tx`');
  const effects: Effect[] = [];
  const result = await work({ afterCommit: (effect) => void effects.push(effect) });
  await deps.guard.outside(async () => {
    for (const effect of effects) {
      try {
        await effect();
      } catch (error) {
        deps.log.error({ err: error }, 'an effect after a commit failed');
      }
    }
  });
  return result;
}

/** Rejects when `answer` takes longer than `timeoutMs`. */
export async function within(timeoutMs: number, answer: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the database did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
