import { AsyncLocalStorage } from 'node:async_hooks';

/** Knows whether the running code is inside an open transaction of one database. */
export interface TransactionGuard {
  /** Throws when called inside an open transaction of the same async context. */
  assertOutside(use: string): void;
  /** Runs `work` marked as inside a transaction until it settles. */
  inside<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `effect` unmarked, also when the caller is marked: for hooks and listeners that outlive the transaction. */
  outside<T>(effect: () => T): T;
}

/**
 * The embedded database has one connection: a query on the outer handle inside a transaction would wait for that
 * transaction for ever. PostgreSQL would run it on another connection, unseen by the transaction. Both are refused,
 * so a mistake shows on either driver.
 */
export function createTransactionGuard(): TransactionGuard {
  const storage = new AsyncLocalStorage<{ open: boolean } | undefined>();
  return {
    assertOutside(use) {
      if (storage.getStore()?.open) {
        throw new Error(
          `Programming error: ${use} was used inside an open transaction. Use the \`tx\` handle given to the transaction instead.`,
        );
      }
    },
    inside(work) {
      const mark = { open: true };
      return storage.run(mark, async () => {
        try {
          return await work();
        } finally {
          // Work detached inside the transaction keeps this context and may use the outer handle from here on.
          mark.open = false;
        }
      });
    },
    outside: (effect) => storage.run(undefined, effect),
  };
}
