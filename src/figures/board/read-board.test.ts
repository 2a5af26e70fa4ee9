/** Figures of what the house itself did, counted by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { assessItem, claimCase, listCasesOfTip, openCaseForTip, readCase } from '../../cases/door.ts';
import { BASELINE_ANSWERS, openScene, TEST_NOW } from '../../cases/test-support.ts';
import { transact } from '../../platform/db.ts';
import type { ItemAnswers } from '../../terms/answers.ts';
import { foldOnce } from '../rollup/keep-sums.ts';
import { countRawFacts } from '../rollup/rollup-store.ts';
import { listFigureCountries, readBoard } from './read-board.ts';

const { db, pool } = await freshDatabase();
const scene = await openScene(db);
const ZONE = 'Europe/Stockholm';
const FILTER = { fromMonth: '2026-11', toMonth: '2026-11' };
const read = (filter: Parameters<typeof readBoard>[3] = FILTER) => readBoard(db, TEST_NOW, ZONE, filter);
const shown = (counts: readonly { key: string; count: number }[]) =>
  Object.fromEntries(counts.filter(({ count }) => count > 0).map(({ key, count }) => [key, count]));

test('readBoard counts a tip as it came, also after its contact details are erased', async () => {
  await scene.sendTip({ contact: { name: 'Someone' } });
  await scene.sendTip();
  assert.deepEqual(shown((await read()).counts.contact), { anonymous: 1, named: 1 });
  await pool.query('update tip set has_contact = false, sealed_contact = null, erased_at = now()');
  assert.deepEqual(shown((await read()).counts.contact), { anonymous: 1, named: 1 });
});

test('readBoard counts an item by its newest assessment in the month of its first, folded in or not', async () => {
  const tipId = await scene.sendTip({ addresses: ['https://forum.example.org/a'] });
  await transact(db, (tx) => openCaseForTip(tx, scene.serviceKey, tipId, TEST_NOW));
  const [caseId] = await listCasesOfTip(db, tipId);
  assert.ok(caseId !== undefined);
  const item = (await readCase(db, scene.serviceKey, caseId))?.items[0];
  assert.ok(item !== undefined);
  await transact(db, (tx) => claimCase(tx, caseId, scene.analystId, TEST_NOW));
  const assess = (answers: ItemAnswers, now: Date) =>
    transact(db, (tx) =>
      assessItem(tx, scene.serviceKey, { itemId: item.id, staffId: scene.analystId, questionSet: 'x@1', answers, now }),
    );
  await assess({ access: 'not-found' }, TEST_NOW);
  assert.deepEqual(shown((await read()).counts.outcome), { 'not-found': 1 });
  while ((await foldOnce(db)) === 'more');
  const later = new Date('2026-12-24T10:00:00Z');
  await assess(BASELINE_ANSWERS, later);
  await pool.query(`update item set country = 'NL'`);
  for (const when of ['marked', 'folded in']) {
    const { counts } = await read();
    assert.deepEqual(shown(counts.outcome), { 'illegal-baseline': 1 }, when);
    assert.deepEqual([shown(counts.age), shown(counts.severity)], [{ '7-10': 1 }, { A: 1 }]);
    assert.deepEqual([shown(counts.known), shown(counts.country)], [{ new: 1 }, { NL: 1 }]);
    assert.deepEqual(shown((await read({ fromMonth: '2026-12', toMonth: '2026-12' })).counts.outcome), {});
    assert.deepEqual(shown((await read({ ...FILTER, country: 'SE' })).counts.outcome), {});
    while ((await foldOnce(db)) === 'more');
  }
  assert.deepEqual(await listFigureCountries(db, ZONE), ['NL']);
  assert.deepEqual(await read(), await readBoard(db, TEST_NOW, ZONE, FILTER, countRawFacts));
  await assert.rejects(read({ fromMonth: '2026-12', toMonth: '2026-11' }), RangeError);
});
