import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { createTestDatabase } from '../../../tests/support/test-database.ts';
import { rowsOf, type Database } from './database.ts';
import { migrateDatabase, pendingMigrations, readMigrations, migrationsFolder } from './migrate.ts';
import { createTestLog } from '../../../tests/support/test-log.ts';

let db: Database;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.execute('create table probe (id int primary key, word text, big bigint, at timestamptz)');
});
afterAll(() => db[Symbol.asyncDispose]());

async function words(): Promise<unknown[]> {
  return (await db.execute('select word from probe order by id')).rows.map(({ word }) => word);
}

describe(`a database`, () => {
  it('keeps what a resolved transaction wrote and nothing of a rejected one', async () => {
    await db.tx((tx) => db.executeIn(tx, `insert into probe values (1, 'kept')`));
    const failing = db.tx(async (tx) => {
      await db.executeIn(tx, `insert into probe values (2, 'dropped')`);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await words()).toEqual(['kept']);
  });

  it('rejects a transaction whose failed statement was swallowed, and runs none of its effects', async () => {
    const ran: string[] = [];
    const swallowing = db.tx(async (tx, hooks) => {
      hooks.afterCommit(() => void ran.push('effect'));
      await db.executeIn(tx, 'select 1 / 0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow(/aborted|rolled back/);
    expect(ran).toEqual([]);
  });

  it('goes on after a failed savepoint', async () => {
    await db.tx(async (tx) => {
      await db.executeIn(tx, `insert into probe values (3, 'outer')`);
      const inner = tx.transaction((nested) => nested.execute(sql`insert into probe values (3, 'twice')`));
      await expect(inner).rejects.toThrow('insert into probe');
    });
    expect(await words()).toContain('outer');
  });

  it('runs effects after the commit, in order, outside the transaction, and goes on when one fails', async () => {
    const seen: unknown[] = [];
    await db.tx(async (tx, hooks) => {
      hooks.afterCommit(async () => void seen.push(...(await db.execute('select 1 as first')).rows));
      hooks.afterCommit(() => {
        throw new Error('an effect that fails');
      });
      hooks.afterCommit(() =>
        db.tx(async (inner) => void seen.push(...(await db.executeIn(inner, 'select 3 as third')).rows)),
      );
      await db.executeIn(tx, 'select 1');
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual([{ first: 1 }, { third: 3 }]);
  });

  it('refuses the outer handle inside a transaction, where it would wait for ever', async () => {
    await db.tx(async () => {
      await expect(db.execute('select 1')).rejects.toThrow('inside an open transaction');
      await expect(db.tx(async () => undefined)).rejects.toThrow('inside an open transaction');
      const read = db.read.execute(sql`select 1`).catch((error: Error) => error.cause ?? error);
      expect(String(await read)).toContain('inside an open transaction');
    });
  });

  it('refuses a transaction on the read handle', async () => {
    await expect(db.read.transaction(async () => undefined)).rejects.toThrow('opened with `tx`');
  });

  it('lets work detached inside a transaction use the outer handle once it has ended', async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    let detached: Promise<unknown> = Promise.resolve();
    await db.tx(async () => {
      detached = ended.then(() => db.execute('select 1'));
    });
    end();
    await expect(detached).resolves.toMatchObject({ rows: [{ '?column?': 1 }] });
  });

  it('runs many transactions that are started at once', async () => {
    await db.execute(`insert into probe values (100, 'counter', 0)`);
    const started = Array.from({ length: 40 }, () =>
      db.tx((tx) => db.executeIn(tx, 'update probe set big = big + 1 where id = 100')),
    );
    await Promise.all(started);
    expect((await db.execute('select big from probe where id = 100')).rows).toEqual([{ big: 40 }]);
  });

  it('answers numbers, bigints and times alike on both drivers', async () => {
    const { rows } = await db.execute(
      `select count(*) as count, 9007199254740993::bigint as big, timestamptz '2026-01-02 03:04:05.678Z' as at from probe where id = $1`,
      [-1],
    );
    expect(rows).toEqual([{ count: 0, big: 9007199254740993n, at: new Date('2026-01-02T03:04:05.678Z') }]);
    expect(await rowsOf(db.read, sql`select count(*) as count from probe where id = ${-1}`)).toEqual([{ count: 0 }]);
  });

  it('runs a text of several statements and answers the rows of all, joined', async () => {
    expect((await db.execute('select 1 as a; select 2 as b')).rows).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('delivers notifications of committed transactions to listeners until they stop', async () => {
    const heard: string[] = [];
    const { promise: second, resolve: gotSecond } = Promise.withResolvers<void>();
    const stop = await db.listen('Probe-Channel', (payload) => {
      heard.push(payload);
      if (payload === 'two') gotSecond();
    });
    await db.tx((tx) => db.executeIn(tx, `select pg_notify('Probe-Channel', 'one')`));
    await db
      .tx(async (tx) => {
        await db.executeIn(tx, `select pg_notify('Probe-Channel', 'rolled back')`);
        throw new Error('no');
      })
      .catch(() => undefined);
    await db.execute(`select pg_notify('Probe-Channel', 'two')`);
    await second;
    await stop();
    await db.execute(`select pg_notify('Probe-Channel', 'three')`);
    expect(heard).toEqual(['one', 'two']);
  });

  it('answers a ping', async () => {
    await expect(db.ping(5_000)).resolves.toBeUndefined();
  });
});

describe('migrations', () => {
  it('are all applied by one call and none by the next', async () => {
    await using fresh = await createTestDatabase();
    expect(await pendingMigrations(fresh)).toEqual([]);
    await fresh.execute('delete from drizzle.__drizzle_migrations');
    expect(await pendingMigrations(fresh)).toEqual(readMigrations(migrationsFolder).map(({ tag }) => tag));
    await fresh.execute('drop schema public cascade; create schema public');
    const { log } = createTestLog();
    const both = await Promise.all([migrateDatabase(fresh, { log }), migrateDatabase(fresh, { log })]);
    expect(both.flat().toSorted()).toEqual(
      readMigrations(migrationsFolder)
        .map(({ tag }) => tag)
        .toSorted(),
    );
    expect(await migrateDatabase(fresh, { log })).toEqual([]);
  });

  it('refuse a migration that was edited after it was applied', async () => {
    await using fresh = await createTestDatabase();
    await fresh.execute(`update drizzle.__drizzle_migrations set hash = 'other'`);
    await expect(pendingMigrations(fresh)).rejects.toThrow('changed after it was applied');
  });
});
