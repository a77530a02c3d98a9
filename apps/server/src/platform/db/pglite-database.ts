import type { PGlite, QueryOptions, Results, Transaction } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { PgliteSession, PgliteTransaction } from 'drizzle-orm/pglite/session';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Log } from '../log.ts';
import { withAfterCommit, within } from './after-commit.ts';
import type { Database, Queryable, Tx } from './database.ts';
import { createTransactionGuard } from './transaction-guard.ts';

type Row = Record<string, unknown>;
type RawClient = Pick<Transaction, 'query' | 'exec'>;

/** A text without values may hold several statements (simple protocol); the rows of all are answered, joined, as the job queue expects. */
async function runRaw(client: RawClient, text: string, values: readonly unknown[]): Promise<{ rows: Row[] }> {
  if (values.length > 0) return client.query<Row>(text, [...values]);
  const results: Results[] = await client.exec(text);
  return { rows: results.flatMap((result) => result.rows as Row[]) };
}

/**
 * PGlite's transaction with a memory of failed statements: COMMIT of an aborted transaction answers without an error
 * while everything is rolled back, so whoever swallowed the failure must not be told that it was saved.
 */
function watchFailures(client: Transaction): { client: Transaction; assertCommittable(): Promise<void> } {
  let failed = false;
  const watch = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const watched = {
    ...client,
    query: <T>(text: string, values?: unknown[], options?: QueryOptions) =>
      watch(client.query<T>(text, values, options)),
    exec: (text: string, options?: QueryOptions) => watch(client.exec(text, options)),
  };
  return {
    client: watched,
    async assertCommittable() {
      if (failed) await client.query('select 1');
    },
  };
}

/**
 * A Database over one open PGlite, which it closes when disposed; `release` runs after that (the lock on the directory).
 * Transactions run one after the other: the engine has a single session.
 */
export function createPgliteDatabase(
  pg: PGlite,
  log: Log,
  release: () => Promise<void> = () => Promise.resolve(),
): Database {
  const guard = createTransactionGuard();
  const dialect = new PgDialect();
  const clients = new WeakMap<object, Transaction>();
  const guarded = {
    query: (text: string, values?: unknown[], options?: QueryOptions) => {
      guard.assertOutside('`read`');
      return pg.query(text, values, options);
    },
    transaction: () =>
      Promise.reject(new Error('Programming error: transactions are opened with `tx`, not on `read`.')),
  };
  const read = drizzle(guarded as unknown as PGlite) as unknown as Queryable;

  return {
    kind: 'pglite',
    read,
    tx: (work) =>
      withAfterCommit({ guard, log }, (hooks) =>
        pg.transaction((raw) =>
          guard.inside(async () => {
            const { client, assertCommittable } = watchFailures(raw);
            const session = new PgliteSession<Record<string, never>, Record<string, never>>(client, dialect, undefined);
            clients.set(session, client);
            const result = await work(new PgliteTransaction(dialect, session, undefined) as unknown as Tx, hooks);
            await assertCommittable();
            return result;
          }),
        ),
      ),
    async execute(text, values = []) {
      guard.assertOutside('`execute`');
      return runRaw(pg, text, values);
    },
    async executeIn(tx, text, values = []) {
      const client = clients.get(tx._.session);
      if (!client) throw new Error('Programming error: executeIn needs a transaction handle of this database.');
      return runRaw(client, text, values);
    },
    async listen(channel, onNotify) {
      guard.assertOutside('`listen`');
      // The engine folds an unquoted channel name to lower case; PostgreSQL is asked with quotes, so both keep the name as it is.
      const quoted = `"${channel.replaceAll('"', '""')}"`;
      const deliver = (payload: string): void => guard.outside(() => onNotify(payload));
      await pg.listen(quoted, deliver);
      // Not the function that `listen` answers: it folds the name once more and so misses a name with capitals.
      return () => pg.unlisten(quoted, deliver);
    },
    ping: (timeoutMs) => within(timeoutMs, pg.query('select 1')),
    async [Symbol.asyncDispose]() {
      try {
        if (!pg.closed) await pg.close();
      } finally {
        await release();
      }
    },
  };
}
