/** Events that come by the hundred, followed together: the same comes of it as of each alone, and one that fails keeps no other back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transact } from '../src/platform/db.ts';
import { insertItemRow, openTestClock, testServiceKey } from '../src/notices/notices-for-tests.ts';
import { planDispatches } from '../src/routing/door.ts';
import type { CaseId, ItemId } from '../src/terms/ids.ts';
import { freshDatabase } from './fresh-database.ts';
import { openTestHallway } from './test-hallway.ts';

const { db, pool } = await freshDatabase();
const clock = openTestClock();
const { handler, provider } = openTestHallway({ db, clock });

interface Decided {
  readonly caseId: CaseId;
  readonly itemId: ItemId;
}

/** Cases with one illegal item each, their notices planned. */
async function decide(count: number): Promise<readonly Decided[]> {
  const decided: Decided[] = [];
  for (let n = 0; n < count; n += 1) {
    const url = `https://pictures.example.org/${crypto.randomUUID()}`;
    decided.push(await insertItemRow(pool, testServiceKey, { url, ip: '85.24.180.40', country: 'SE' }));
  }
  const plans = decided.map(({ caseId, itemId }) => ({
    ...{ caseId, itemId, tipId: undefined, isHeld: false, isAtOnce: false, isDsa16: true, occasion: 'r1' },
    ...({ destination: 'provider', target: 'host', rule: 'dsa16' } as const),
    payload: provider.prepareNotice({
      ...{ caseNumber: 1, itemId, url: 'https://pictures.example.org/1', host: 'pictures.example.org' },
      ...{ ip: '85.24.180.40', country: 'SE', target: 'host', outcome: 'illegal-baseline' },
      ...{ classification: 'baseline', detection: 'manual_review', assessedAt: clock.now() },
    }),
  }));
  await transact(db, (tx) => planDispatches(tx, 'system', plans, clock.now()));
  return decided;
}

const count = async (text: string) => Number((await pool.query<{ count: number }>(text)).rows[0]?.count);
async function takeEvents(): Promise<readonly unknown[]> {
  const { rows } = await pool.query<{ event: unknown }>('delete from outbox returning event');
  return rows.map(({ event }) => event);
}

test('hallway follows decisions, dispatches and removals together, and a second delivery changes nothing', async () => {
  const decided = await decide(7);
  const ready = await takeEvents();
  assert.equal(ready.length, 7);
  const decisions = decided.map(({ caseId }) => ({ kind: 'case-decided', caseId }));
  for (let times = 0; times < 2; times += 1) {
    await handler.handle(decisions, 1);
    await handler.handle(ready, 1);
  }
  assert.equal(await count(`select count(*) from watch where state = 'watching'`), 7);
  assert.equal(await count(`select count(*) from takedown where state = 'seeking'`), 7);
  assert.equal(await count(`select count(*) from dispatch where state = 'under-way'`), 7);
  const gone = decided.slice(0, 4).map(({ itemId }) => ({ kind: 'item-gone', itemId }));
  await handler.handle(gone, 1);
  await handler.handle(gone, 2);
  assert.equal(await count(`select count(*) from item where state = 'gone'`), 4);
  assert.equal(await count(`select count(*) from takedown where state = 'ended' and end_reason = 'item-gone'`), 4);
  assert.equal(await count(`select count(*) from dispatch where state = 'cancelled'`), 4);
  assert.equal(await count(`select count(*) from case_file where state = 'closed' and close_reason = 'removed'`), 4);
  assert.equal(await count(`select count(*) from ledger_act where action = 'item.gone'`), 4, 'once each');
  const closed = await takeEvents();
  assert.equal(closed.length, 4);
  await handler.handle(closed, 1);
});

test('hallway begins the takedowns of the others when one dispatch of many cannot be read, and says that it failed', async () => {
  const decided = await decide(5);
  const broken = decided[2];
  assert.ok(broken);
  await pool.query(`update dispatch set payload = '\\x00' where item_id = $1`, [broken.itemId]);
  const before = await count(`select count(*) from takedown`);
  await assert.rejects(handler.handle(await takeEvents(), 1));
  assert.equal(await count(`select count(*) from takedown`), before + 4);
  const { rows } = await pool.query<{ state: string; failure_code: string | null }>(
    'select state, failure_code from dispatch where item_id = $1',
    [broken.itemId],
  );
  assert.equal(rows[0]?.state, 'planned');
  assert.ok(rows[0].failure_code !== null, 'why, for the operator');
});
