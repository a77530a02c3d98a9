import { drizzle } from 'drizzle-orm/node-postgres';
import { NodePgSession, NodePgTransaction } from 'drizzle-orm/node-postgres/session';
import { PgDialect } from 'drizzle-orm/pg-core';
import { Pool, types, type PoolClient, type QueryConfig, type QueryResult } from 'pg';
import type { Log } from '../log.ts';
import { withAfterCommit, within } from './after-commit.ts';
import type { Database, Queryable, Tx } from './database.ts';
import { createPostgresListener } from './postgres-listener.ts';
import { createTransactionGuard } from './transaction-guard.ts';

/** Connections of one process; PostgreSQL's default `max_connections` of 100 then serves several processes. */
const poolSize = 10;
const connectTimeoutMs = 5_000;

// int8 is answered as a number where it is exact and as a bigint above that, as the embedded driver does; `pg` answers text.
types.setTypeParser(types.builtins.INT8, (text) => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
});

type Row = Record<string, unknown>;

async function runRaw(client: Pool | PoolClient, text: string, values: readonly unknown[]): Promise<{ rows: Row[] }> {
  const result: QueryResult<Row> | QueryResult<Row>[] =
    values.length > 0 ? await client.query<Row>(text, [...values]) : await client.query<Row>(text);
  // A text of several statements is answered with a list of results; the job queue needs the rows of all.
  return { rows: Array.isArray(result) ? result.flatMap(({ rows }) => rows) : result.rows };
}

/** Begins, works, commits; rolls back on any failure. A connection that cannot roll back is thrown away, not reused. */
async function inTransaction<T>(pool: Pool, log: Log, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const onError = (error: Error): void => log.warn({ err: error }, 'the database connection broke in a transaction');
  client.on('error', onError);
  let broken: Error | undefined;
  try {
    await client.query('begin isolation level read committed');
    const result = await work(client);
    const { command } = await client.query('commit');
    // COMMIT of an aborted transaction answers ROLLBACK without an error.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (rollbackError) {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    }
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** A Database over a pool of PostgreSQL connections. Connects lazily: the first query fails when the server is not reachable. */
export function createPostgresDatabase(databaseUrl: string, log: Log): Database {
  const guard = createTransactionGuard();
  const dialect = new PgDialect();
  const clients = new WeakMap<object, PoolClient>();
  const pool = new Pool({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    options: '-c timezone=UTC',
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
  const listener = createPostgresListener(databaseUrl, log);
  const guarded = {
    query: (query: QueryConfig, values?: unknown[]) => {
      guard.assertOutside('`read`');
      return pool.query(query, values);
    },
  };
  const read = drizzle(guarded as unknown as Pool);
  read.transaction = () =>
    Promise.reject(new Error('Programming error: transactions are opened with `tx`, not on `read`.'));

  return {
    kind: 'postgres',
    read: read as unknown as Queryable,
    tx: (work) =>
      withAfterCommit({ guard, log }, (hooks) =>
        inTransaction(pool, log, (client) =>
          guard.inside(() => {
            const session = new NodePgSession<Record<string, never>, Record<string, never>>(client, dialect, undefined);
            clients.set(session, client);
            return work(new NodePgTransaction(dialect, session, undefined) as unknown as Tx, hooks);
          }),
        ),
      ),
    async execute(text, values = []) {
      guard.assertOutside('`execute`');
      return runRaw(pool, text, values);
    },
    async executeIn(tx, text, values = []) {
      const client = clients.get(tx._.session);
      if (!client) throw new Error('Programming error: executeIn needs a transaction handle of this database.');
      return runRaw(client, text, values);
    },
    async listen(channel, onNotify) {
      guard.assertOutside('`listen`');
      return guard.outside(() => listener.listen(channel, onNotify));
    },
    ping: (timeoutMs) => within(timeoutMs, pool.query('select 1')),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}
