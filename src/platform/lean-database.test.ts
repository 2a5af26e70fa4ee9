import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { freshConnection, quietLog } from '../../test/fresh-database.ts';
import { openDatabase } from './db.ts';
import { openLeanDatabase } from './lean-database.ts';
import { KEEP, sql } from './statement.ts';
import { transact, type Db, type Tx } from './transact.ts';

const connection = await freshConnection();
const lean = openLeanDatabase({ ...connection, max: 2 }, quietLog);
const kysely = openDatabase({ ...connection, max: 2 }, quietLog);
after(() => Promise.all([lean.close(), kysely.close()]));
await sql`create table scrap (id int primary key, word text)`.execute(lean.db);

const wordsOf = async (db: Db) =>
  (await sql<{ word: string }>`select word from scrap order by id`.execute(db)).rows.map(({ word }) => word);

for (const [name, db] of [
  ['openLeanDatabase', lean.db],
  ['openDatabase', kysely.db],
] as const) {
  test(`${name} answers a statement with rows, counts as numbers, and how many rows were written`, async () => {
    const one = await sql<{ n: number; at: Date; bytes: Buffer }>`${KEEP}
      select count(*) as n, to_timestamp(0) as at, ${Buffer.from([1, 255])}::bytea as bytes from scrap where false`.execute(
      db,
    );
    assert.deepEqual(one.rows, [{ n: 0, at: new Date(0), bytes: Buffer.from([1, 255]) }]);
    assert.equal(one.numAffectedRows, undefined);
    const written = await sql`insert into scrap values (1, 'a'), (2, 'b')`.execute(db);
    assert.deepEqual([written.numAffectedRows, written.rows], [2n, []]);
    assert.equal((await sql`delete from scrap where id = ${3}`.execute(db)).numAffectedRows, 0n);
    assert.equal((await sql`delete from scrap`.execute(db)).numAffectedRows, 2n);
  });

  test(`${name} commits what work wrote when it resolves and nothing of it when it throws`, async () => {
    assert.equal(
      await transact(db, (tx) => sql`insert into scrap values (1, 'kept')`.execute(tx).then(() => 'done')),
      'done',
    );
    await assert.rejects(
      transact(db, async (tx) => {
        await sql`insert into scrap values (2, 'lost')`.execute(tx);
        assert.deepEqual(await wordsOf(tx), ['kept', 'lost'], 'a transaction reads what it wrote');
        assert.deepEqual(await wordsOf(kysely.db), ['kept'], 'and nobody else does');
        throw new RangeError('enough');
      }),
      RangeError,
    );
    assert.deepEqual(await wordsOf(db), ['kept']);
    await sql`delete from scrap`.execute(db);
  });

  test(`${name} goes on after a statement that failed, and after one that ended the connection`, async () => {
    await assert.rejects(
      transact(db, (tx) => sql`select ${'x'}::int`.execute(tx)),
      { code: '22P02' },
    );
    await assert.rejects(transact(db, (tx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)));
    await transact(db, (tx) => sql`insert into scrap values (1, 'after')`.execute(tx));
    assert.deepEqual(await wordsOf(db), ['after']);
    await sql`delete from scrap`.execute(db);
  });

  test(`${name} refuses a statement on a transaction that is over`, async () => {
    const { late } = await transact(db, (tx) => Promise.resolve({ late: tx }));
    const wrong = (tx: Tx) => sql`insert into scrap values (9, 'late')`.execute(tx);
    await assert.rejects(async () => wrong(late));
    assert.deepEqual(await wordsOf(db), []);
  });

  test(`${name} prepares a statement once when it begins with KEEP`, async () => {
    const prepared = await transact(db, async (tx) => {
      for (const n of [1, 2]) await sql`${KEEP} select ${n}::int as once`.execute(tx);
      await sql`select ${1}::int as never`.execute(tx);
      return sql<{
        statement: string;
      }>`select statement from pg_prepared_statements where statement like '%once' or statement like '%never'`.execute(
        tx,
      );
    });
    assert.deepEqual(
      prepared.rows.map(({ statement }) => statement),
      ['/* keep */ select $1::int as once'],
    );
  });
}
