import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Query handle of either driver. Relational `db.query.*` is not used: reads are explicit selects. */
export type Queryable = PgDatabase<PgQueryResultHKT, Record<string, never>>;

declare const txBrand: unique symbol;
/** Handle of one open transaction. Inside it the outer handle must not be used (it would wait for ever on PGlite; a guard throws). */
export type Tx = Queryable & { readonly [txBrand]: true };

/** The database of this instance: PGlite in `DATA_DIR/db`, or PostgreSQL by `DATABASE_URL`. */
export interface Database extends AsyncDisposable {
  readonly kind: 'pglite' | 'postgres';
  /** For reads outside a transaction. Throws when used inside `tx` of the same async context. */
  readonly read: Queryable;
  /**
   * Runs `work` in one transaction (READ COMMITTED); commits when it resolves, rolls back when it rejects.
   * Callbacks given to `afterCommit` run once the commit has succeeded, in order, outside the transaction.
   */
  tx<T>(work: (tx: Tx, hooks: { afterCommit(effect: () => void | Promise<void>): void }) => Promise<T>): Promise<T>;
  /** Raw parametrised SQL, for pg-boss and diagnostics. Same guard as `read`. */
  execute(text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Raw parametrised SQL inside an open transaction. */
  executeIn(tx: Tx, text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** LISTEN on a channel; resolves to a function that stops listening. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>;
  /** Rejects when the database cannot answer `select 1` within the given milliseconds. */
  ping(timeoutMs: number): Promise<void>;
}

/** Rows of a raw drizzle `sql` query, on either driver. */
export async function rowsOf<T>(handle: Queryable, query: SQL): Promise<T[]> {
  const result = (await handle.execute(query)) as unknown as { rows: T[] };
  return result.rows;
}
