import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import { sightingIdSchema, type CaseId } from '../terms/ids.ts';
import { listCasesOfTip } from './case-store.ts';
import type { ItemHit } from './known-hit.ts';
import { openCaseForTip } from './open-case.ts';
import { openCaseForSighting } from './open-case-for-sighting.ts';
import { BASELINE_ANSWERS, openScene, TEST_NOW } from './test-support.ts';
import { assessItem, claimCase, markDecided, markDecidedByList, readCase } from './work-case.ts';
import { markItemsGone } from './settle-cases.ts';

const { db } = await freshDatabase();
const scene = await openScene(db);
const { serviceKey } = scene;

const hit = (change: Partial<ItemHit> = {}): ItemHit => ({
  sightingId: sightingIdSchema.parse(randomUUID()),
  ...{ listId: 1, entryId: 7, kind: 'exact', category: 'illegal-baseline', source: 'An authorised body' },
  ...{ isTrusted: true, distance: 0, pageUrl: 'http://albums.example.org/page', seenAt: TEST_NOW },
  ...change,
});
const near = (change: Partial<ItemHit> = {}) => hit({ kind: 'near', isTrusted: false, distance: 12, ...change });

const see = async (url: string, what: ItemHit): Promise<CaseId> => {
  const caseId = await transact(db, (tx) => openCaseForSighting(tx, serviceKey, { url, hit: what }, TEST_NOW));
  assert.ok(caseId);
  return caseId;
};
const view = async (caseId: CaseId) => {
  const found = await readCase(db, serviceKey, caseId);
  assert.ok(found);
  return found;
};
const onlyItem = async (caseId: CaseId) => {
  const { items } = await view(caseId);
  const [item] = items;
  assert.ok(item && items.length === 1);
  return item;
};
const countAdded = async (itemId: string) => {
  const found = await sql<{ count: number }>`select count(*)::int as count from outbox
    where event->>'kind' = 'item-added' and event->>'itemId' = ${itemId}`.execute(db);
  return found.rows[0]?.count ?? 0;
};

test('openCaseForSighting gathers what is seen on one host in one case, apart by who decides', async () => {
  const first = await see('http://one.example.org/a.jpg', hit());
  assert.equal(await see('http://one.example.org/b.jpg', hit({ entryId: 8 })), first);
  const forPerson = await see('http://one.example.org/c.jpg', near());
  assert.notEqual(forPerson, first);
  assert.equal(await see('http://one.example.org/d.jpg', hit({ isTrusted: false })), forPerson);
  assert.notEqual(await see('http://two.example.org/a.jpg', hit()), first);
  const found = await view(first);
  assert.deepEqual([found.origin, found.category, found.tipIds], ['sighting', 'online', []]);
  assert.deepEqual(found.items.map((item) => item.url).sort(), [
    'http://one.example.org/a.jpg',
    'http://one.example.org/b.jpg',
  ]);
  for (const item of found.items) assert.equal(found.hits.get(item.id)?.[0]?.pageUrl, 'http://albums.example.org/page');
});

test('openCaseForSighting changes nothing when it is told twice, and keeps the newer time', async () => {
  const seen = hit();
  const caseId = await see('http://twice.example.org/a.jpg', seen);
  const later = new Date(TEST_NOW.getTime() + 60_000);
  assert.equal(await see('http://twice.example.org/a.jpg', { ...seen, seenAt: later }), caseId);
  const item = await onlyItem(caseId);
  const hits = (await view(caseId)).hits.get(item.id);
  assert.equal(hits?.length, 1);
  assert.deepEqual(hits[0]?.seenAt, later);
  assert.equal(await countAdded(item.id), 1);
});

test('openCaseForSighting adds the hit to an item that a tip has named, in the case of the tip', async () => {
  const url = 'http://told.example.org/a.jpg';
  const tipId = await scene.sendTip({ addresses: [url] });
  await transact(db, (tx) => openCaseForTip(tx, serviceKey, tipId, TEST_NOW));
  const [ofTip] = await listCasesOfTip(db, tipId);
  assert.ok(ofTip);
  assert.equal(await see(url, hit()), ofTip);
  const item = await onlyItem(ofTip);
  assert.equal((await view(ofTip)).hits.get(item.id)?.length, 1);
  assert.equal((await view(ofTip)).origin, 'tip');
});

test('openCaseForSighting leaves what a person has assessed as it was assessed', async () => {
  const url = 'http://assessed.example.org/a.jpg';
  const caseId = await see(url, near());
  const { id: itemId } = await onlyItem(caseId);
  const answers = { ...BASELINE_ANSWERS, 'baseline-1': 'no', national: 'no' } as const;
  await transact(db, async (tx) => {
    await claimCase(tx, caseId, scene.analystId, TEST_NOW);
    const act = { itemId, staffId: scene.analystId, questionSet: 'test@1', answers, now: TEST_NOW };
    await assessItem(tx, serviceKey, act);
    await markDecided(tx, caseId, scene.analystId, TEST_NOW);
  });
  assert.equal(await see(url, hit({ entryId: 9 })), caseId);
  const after = await view(caseId);
  assert.deepEqual([after.state, after.items[0]?.outcome], ['decided', 'not-illegal']);
  assert.equal(after.hits.get(itemId)?.length, 2);
});

test('openCaseForSighting begins another round when what had gone is seen again', async () => {
  const url = 'http://back.example.org/a.jpg';
  const caseId = await see(url, hit());
  const { id: itemId } = await onlyItem(caseId);
  await transact(db, async (tx) => {
    assert.equal(await markDecidedByList(tx, caseId, new Map([[itemId, 'illegal-baseline']]), TEST_NOW), true);
    await markItemsGone(tx, [itemId], TEST_NOW);
  });
  assert.equal(await see(url, hit()), caseId);
  const after = await view(caseId);
  assert.deepEqual([after.state, after.items[0]?.state, after.items[0]?.round], ['new', 'new', 2]);
  assert.equal(await countAdded(itemId), 2);
});

test('openCaseForSighting opens a second case when the first is full', async () => {
  const caseId = await see('http://full.example.org/0.jpg', hit());
  for (let number = 1; number < 200; number += 1) await see(`http://full.example.org/${number}.jpg`, hit());
  assert.equal((await view(caseId)).items.length, 200);
  assert.notEqual(await see('http://full.example.org/200.jpg', hit()), caseId);
});

test('openCaseForSighting opens one case when two sightings of a host arrive at one moment', async () => {
  const urls = Array.from({ length: 8 }, (_, number) => `http://at-once.example.org/${number}.jpg`);
  const caseIds = await Promise.all(urls.map((url) => see(url, hit())));
  assert.equal(new Set(caseIds).size, 1);
});

test('openCaseForSighting takes no address that is none', async () => {
  const result = await transact(db, (tx) =>
    openCaseForSighting(tx, serviceKey, { url: 'ftp://files.example.org/a', hit: hit() }, TEST_NOW),
  );
  assert.equal(result, undefined);
});

test('no address of a sighting lies in the database in clear', async () => {
  const rows = await sql<{ row: string }>`select item::text || item_hit::text as row from item
    join item_hit on item_hit.item_id = item.id`.execute(db);
  assert.ok(rows.rows.length > 0);
  for (const { row } of rows.rows) assert.doesNotMatch(row, /example|\.jpg/);
});
