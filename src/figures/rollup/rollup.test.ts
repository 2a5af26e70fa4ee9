import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { FIGURE_CODES } from './fact-store.ts';
import { chance, insertGround, stepsOf } from './facts-for-tests.ts';
import { foldOnce, rebuildSums } from './keep-sums.ts';
import {
  countFacts,
  countRawFacts,
  countWrongSums,
  FACT_DIMENSIONS,
  type FactCount,
  type FactQuery,
} from './rollup-store.ts';

const { db, pool } = await freshDatabase();
const ground = await insertGround(pool);
const ZONE = 'Europe/Stockholm';
const START_MS = Date.parse('2026-01-01T00:00:00Z');
const everything: FactQuery = {
  ...{ figures: FIGURE_CODES, zone: ZONE, fromMonth: '0000-00', toMonth: '9999-12', by: FACT_DIMENSIONS },
};
const inOrder = (rows: readonly FactCount[]) => rows.map((row) => JSON.stringify(row)).toSorted();
const isBuilt = async () =>
  (await pool.query<{ is_built: boolean }>('select is_built from figure_state')).rows[0]?.is_built;
const foldAll = async () => {
  while ((await foldOnce(db, 200)) === 'more');
};

async function assertExact(query: FactQuery, when: string): Promise<void> {
  const kept = new Set(inOrder(await countFacts(db, query)));
  const raw = new Set(inOrder(await countRawFacts(db, query)));
  assert.deepEqual([...kept.symmetricDifference(raw)], [], when);
  assert.ok(raw.size > 0, 'there is something to count');
}

test('countFacts equals the raw count after any sequence of writes, folded in or not', async () => {
  const random = chance(7);
  const steps = Object.entries(stepsOf(pool, ground, (below) => Math.floor(random() * below)));
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ step: fc.nat(steps.length - 1), hour: fc.nat(24 * 90), folds: fc.nat(9) }), {
        ...{ minLength: 60, maxLength: 90 },
      }),
      async (sequence) => {
        for (const { step, hour, folds } of sequence) {
          const [, run] = steps[step] ?? [];
          await run?.(new Date(START_MS + hour * 3_600_000));
          if (folds === 0) await foldOnce(db, 5);
        }
        assert.equal(await isBuilt(), true);
        await assertExact(everything, 'with marks that wait');
        assert.equal(await countWrongSums(db), 0);
        await foldAll();
        await assertExact(everything, 'all folded in');
        const { rows } = await pool.query<{ figure: string }>('select distinct figure from figure_sum where total > 0');
        for (const { figure } of rows) seen.add(figure);
        const { rows: below } = await pool.query('select from figure_sum where total < 0');
        assert.equal(below.length, 0, 'no sum below nought');
      },
    ),
    { numRuns: 6, seed: 1, endOnFailure: true },
  );
  assert.deepEqual([...seen].sort(), [...FIGURE_CODES].sort(), 'every figure was counted');
});

test('countFacts picks by month, category and country as the raw count does', async () => {
  for (const part of [
    { by: ['figure', 'month'], fromMonth: '2026-02', toMonth: '2026-02' },
    { by: ['figure', 'value'], category: 'online' },
    { by: ['figure', 'category', 'detail'], country: 'NL' },
  ] as const)
    await assertExact({ ...everything, ...part }, JSON.stringify(part));
});

test('countFacts is exact while others write and fold', async () => {
  const random = chance(3);
  const steps = Object.values(stepsOf(pool, ground, (below) => Math.floor(random() * below)));
  // One after the other within a hand, so that the database's locks are taken as the house takes them.
  const hands = Array.from({ length: 3 }, async () => {
    for (let n = 0; n < 40; n += 1) {
      const step = steps[Math.floor(random() * steps.length)];
      await step?.(new Date(START_MS + Math.floor(random() * 2_000) * 3_600_000)).catch(ignoreLockups);
    }
  });
  const folding = (async () => {
    for (let n = 0; n < 40; n += 1) await foldOnce(db, 5);
  })();
  await Promise.all([...hands, folding]);
  assert.equal(await countWrongSums(db), 0);
  await foldAll();
  await assertExact(everything, 'after the rush');
});

test('rebuildSums makes the same sums, and another zone’s; readers are right meanwhile', async () => {
  await rebuildSums(db, ZONE);
  assert.equal(await isBuilt(), false);
  await assertExact(everything, 'while they are made anew');
  await stepsOf(pool, ground, () => 0)['tips']?.(new Date(START_MS));
  await foldAll();
  assert.equal(await isBuilt(), true);
  await assertExact(everything, 'made anew');
  await rebuildSums(db, 'America/New_York');
  await foldAll();
  await assertExact({ ...everything, zone: 'America/New_York' }, 'another zone');
  await assertExact(everything, 'a zone that the sums are not of');
  await rebuildSums(db, ZONE);
  await foldAll();
});

test('countWrongSums sees a hand in the sums', async () => {
  assert.equal(await countWrongSums(db), 0);
  await pool.query(
    'update figure_sum set total = total + 1 where id = (select min(id) from figure_sum where total > 0)',
  );
  assert.equal(await countWrongSums(db), 1);
});

function ignoreLockups(error: unknown): void {
  const isLockup = error instanceof Error && 'code' in error && error.code === '40P01';
  if (!isLockup) throw error;
}
