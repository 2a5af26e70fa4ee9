import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { searchActs } from './search-acts-store.ts';

const { db } = await freshDatabase();
await sql`insert into ledger_entry (position, id, happened_at, actor, action, subject, payload_hash, leaf_hash)
  select n, gen_random_uuid(), now(), case when n = 3 then 'operator' else 'system' end, 'case.opened', 'case:' || n, '\\x00', '\\x00'
  from generate_series(0, 99) n`.execute(db);

const ANY = { actor: undefined, action: undefined, subject: undefined, before: undefined };

test('searchActs pages from the newest to the oldest without leaving one out or giving one twice', async () => {
  const seen: number[] = [];
  let before: number | undefined;
  do {
    const page = await searchActs(db, { ...ANY, before }, 7, 20);
    seen.push(...page.acts.map(({ position }) => position));
    before = page.before;
  } while (before !== undefined);
  assert.deepEqual(
    seen,
    Array.from({ length: 100 }, (_, index) => 99 - index),
  );
});

test('searchActs finds what is rare further back, by looking through so many at a time', async () => {
  let before: number | undefined;
  let steps = 0;
  for (;;) {
    const page = await searchActs(db, { ...ANY, actor: 'operator', before }, 7, 20);
    steps += 1;
    if (page.acts.length > 0) {
      assert.deepEqual(
        page.acts.map(({ position }) => position),
        [3],
      );
      break;
    }
    before = page.before;
    assert.notEqual(before, undefined);
  }
  assert.equal(steps, 5);
});
