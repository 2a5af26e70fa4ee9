import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import type { CaseId, ItemId, TipId } from '../terms/ids.ts';
import {
  listCasesOfTip,
  openCaseForTip,
  readCase,
  reassessItem,
  reopenCase,
  listQueue,
  readCaseGists,
  claimCase,
  joinCase,
  takeUpCase,
  readNewestAssessment,
  releaseCase,
  assessItem,
  answerCase,
  markDecided,
  type CaseView,
} from './door.ts';
import { markItemsGone, settleCases } from './settle-cases.ts';
import { BASELINE_ANSWERS, openScene, TEST_NOW } from './test-support.ts';

const { db } = await freshDatabase();
const scene = await openScene(db);
const { serviceKey, analystId, otherId } = scene;
const now = TEST_NOW;

const open = async (tipId: TipId): Promise<readonly CaseId[]> => {
  await transact(db, (tx) => openCaseForTip(tx, serviceKey, tipId, now));
  return listCasesOfTip(db, tipId);
};
const only = async (tipId: TipId): Promise<CaseId> => {
  const [caseId, ...others] = await open(tipId);
  assert.ok(caseId !== undefined && others.length === 0);
  return caseId;
};
const view = async (caseId: CaseId): Promise<CaseView> => {
  const found = await readCase(db, serviceKey, caseId);
  assert.ok(found);
  return found;
};
const firstItem = async (caseId: CaseId): Promise<ItemId> => {
  const [item] = (await view(caseId)).items;
  assert.ok(item);
  return item.id;
};
const claim = (caseId: CaseId) => transact(db, (tx) => claimCase(tx, caseId, analystId, now));
const assess = (itemId: ItemId, answers = BASELINE_ANSWERS) =>
  transact(db, (tx) =>
    assessItem(tx, serviceKey, { itemId, staffId: analystId, questionSet: 'standard@1', answers, now }),
  );

test('openCaseForTip makes one item of two spellings of one address', async () => {
  const caseId = await only(
    await scene.sendTip({ addresses: ['https://one.example.org/a?utm_source=x', 'HTTP://www.one.example.org:80/a'] }),
  );
  const { items, state } = await view(caseId);
  assert.equal(state, 'new');
  assert.deepEqual(
    items.map((item) => item.url),
    ['https://one.example.org/a'],
  );
});

test('openCaseForTip keeps the addresses of a tip in the order in which its sender wrote them', async () => {
  const addresses = ['i', 'c', 'g', 'a', 'h', 'b', 'f'].map((page) => `https://order.example.org/${page}`);
  const { items } = await view(await only(await scene.sendTip({ addresses })));
  assert.deepEqual(
    items.map((item) => item.url),
    addresses,
  );
});

test('openCaseForTip joins a known address to its earlier case and adds what is new', async () => {
  const first = await only(await scene.sendTip({ addresses: ['https://two.example.org/a'] }));
  const second = await only(
    await scene.sendTip({ addresses: ['https://two.example.org/b', 'https://www.two.example.org/a'] }),
  );
  assert.equal(second, first);
  const { items, tipIds } = await view(first);
  assert.equal(items.length, 2);
  assert.equal(tipIds.length, 2);
});

test('openCaseForTip ties a tip to every case that its addresses belong to', async () => {
  const [a, b] = [
    await only(await scene.sendTip({ addresses: ['https://three.example.org/a'] })),
    await only(await scene.sendTip({ addresses: ['https://three.example.org/b'] })),
  ];
  const joined = await open(
    await scene.sendTip({ addresses: ['https://three.example.org/a', 'https://three.example.org/b'] }),
  );
  assert.deepEqual([...joined].sort(), [a, b].sort());
});

test('openCaseForTip changes nothing when the event is delivered again', async () => {
  const tipId = await scene.sendTip({ addresses: ['https://four.example.org/a'] });
  const caseId = await only(tipId);
  const before = await view(caseId);
  await open(tipId);
  assert.deepEqual(await view(caseId), before);
});

test('openCaseForTip makes one item when twenty tips name a new address at the same moment', async () => {
  const tips: TipId[] = [];
  for (let n = 0; n < 20; n += 1)
    tips.push(await scene.sendTip({ addresses: ['https://five.example.org/same', `https://five.example.org/${n}`] }));
  const cases = new Set((await Promise.all(tips.map(open))).flat());
  assert.equal(cases.size, 1);
  const [caseId] = cases;
  assert.ok(caseId);
  assert.equal((await view(caseId)).items.length, 21);
});

test('a tip opens a closed case again when its item was gone, in a new round', async () => {
  const caseId = await only(await scene.sendTip({ addresses: ['https://six.example.org/a'] }));
  const itemId = await firstItem(caseId);
  await claim(caseId);
  await assess(itemId);
  await transact(db, (tx) => markDecided(tx, caseId, analystId, now));
  await transact(db, (tx) => markItemsGone(tx, [itemId], now));
  assert.deepEqual(await transact(db, (tx) => settleCases(tx, [caseId], now)), [caseId]);
  assert.equal((await view(caseId)).closeReason, 'removed');
  assert.equal(await only(await scene.sendTip({ addresses: ['https://six.example.org/a'] })), caseId);
  const again = await view(caseId);
  assert.equal(again.state, 'new');
  assert.deepEqual(
    again.items.map(({ state, outcome, round }) => ({ state, outcome, round })),
    [{ state: 'new', outcome: undefined, round: 2 }],
  );
});

test('a tip about an assessed address that is still there joins quietly: nobody looks twice', async () => {
  const caseId = await only(await scene.sendTip({ addresses: ['https://seven.example.org/a'] }));
  await claim(caseId);
  await assess(await firstItem(caseId));
  await transact(db, (tx) => markDecided(tx, caseId, analystId, now));
  await open(await scene.sendTip({ addresses: ['https://seven.example.org/a'] }));
  assert.equal((await view(caseId)).state, 'decided');
  await open(await scene.sendTip({ addresses: ['https://seven.example.org/a'], isUrgent: true }));
  const urgent = await view(caseId);
  assert.deepEqual([urgent.state, urgent.isUrgent], ['new', true]);
});

test('claimCase gives a case to one of two analysts who ask at once, and assessItem refuses the other', async () => {
  const caseId = await only(await scene.sendTip({ addresses: ['https://eight.example.org/a'] }));
  const results = await Promise.allSettled(
    [analystId, otherId].map((staffId) => transact(db, (tx) => claimCase(tx, caseId, staffId, now))),
  );
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1);
  const loser = (await view(caseId)).claimedBy === analystId ? otherId : analystId;
  const itemId = await firstItem(caseId);
  await assert.rejects(
    transact(db, (tx) =>
      assessItem(tx, serviceKey, { itemId, staffId: loser, questionSet: 'standard@1', answers: BASELINE_ANSWERS, now }),
    ),
    { code: 'not-yours' },
  );
  await assert.rejects(
    transact(db, (tx) => releaseCase(tx, caseId, loser, now)),
    { code: 'not-yours' },
  );
});

test('assessItem refuses answers that do not decide, and writes nothing', async () => {
  const caseId = await only(await scene.sendTip({ addresses: ['https://nine.example.org/a'] }));
  await claim(caseId);
  const itemId = await firstItem(caseId);
  await assert.rejects(assess(itemId, { access: 'available', 'baseline-1': 'yes' }), { code: 'answers-missing' });
  assert.equal((await view(caseId)).items[0]?.state, 'new');
  assert.equal(await assess(itemId, { access: 'not-found' }), 'not-found');
});

test('the assessment that was given last is the newest, though the clock has gone back meanwhile', async () => {
  const caseId = await only(await scene.sendTip({ addresses: ['https://ten-back.example.org/a'] }));
  const itemId = await firstItem(caseId);
  await claim(caseId);
  await assess(itemId);
  const earlier = new Date(now.getTime() - 3_600_000);
  for (const severity of ['A', 'C'] as const) {
    const answers = { ...BASELINE_ANSWERS, severity };
    const act = { itemId, staffId: analystId, questionSet: 'standard@1', answers, now: earlier };
    await transact(db, (tx) => assessItem(tx, serviceKey, act));
    assert.equal((await readNewestAssessment(db, itemId))?.answers.severity, severity);
  }
});

test('reopenCase puts a decided case back into the queue, and reassessItem asks about its item once more', async () => {
  const caseId = await only(await scene.sendTip({ addresses: ['https://ten.example.org/a'] }));
  const itemId = await firstItem(caseId);
  await claim(caseId);
  await assess(itemId);
  await transact(db, (tx) => markDecided(tx, caseId, analystId, now));
  for (let delivery = 0; delivery < 2; delivery += 1) {
    await transact(db, (tx) => reassessItem(tx, itemId, now));
    await transact(db, (tx) => reopenCase(tx, caseId, now));
  }
  const again = await view(caseId);
  assert.deepEqual([again.state, again.claimedBy], ['new', undefined]);
  assert.deepEqual(
    again.items.map(({ state, round }) => ({ state, round })),
    [{ state: 'new', round: 2 }],
  );
});

test('takeUpCase puts a decided or closed case into the hands of whoever asks, and it is as before once it is decided again', async () => {
  const caseId = await only(await scene.sendTip({ addresses: ['https://eleven.example.org/a'] }));
  const itemId = await firstItem(caseId);
  const takeUp = (staffId = otherId) => transact(db, (tx) => takeUpCase(tx, caseId, staffId, now));
  const decide = (staffId = otherId) => transact(db, (tx) => markDecided(tx, caseId, staffId, now));
  await takeUp(analystId);
  assert.equal((await view(caseId)).claimedBy, analystId, 'one that waits is claimed');
  await assert.rejects(takeUp(), { code: 'taken' });
  await assess(itemId);
  await decide(analystId);
  await takeUp();
  const { state, claimedBy, items } = await view(caseId);
  assert.deepEqual([state, claimedBy, items[0]?.outcome], ['claimed', otherId, 'illegal-baseline']);
  await decide();
  await transact(db, (tx) => markItemsGone(tx, [itemId], now));
  await transact(db, (tx) => settleCases(tx, [caseId], now));
  assert.equal((await view(caseId)).closeReason, 'removed');
  await takeUp();
  const again = await view(caseId);
  assert.deepEqual([again.state, again.closeReason, again.closedAt], ['claimed', undefined, undefined]);
  await decide();
  assert.deepEqual(await transact(db, (tx) => settleCases(tx, [caseId], now)), [caseId]);
});

test('takeUpCase takes up nothing of a case whose items are in another one', async () => {
  const [from, into] = [
    await only(await scene.sendTip({ addresses: ['https://twelve.example.org/a'] })),
    await only(await scene.sendTip({ addresses: ['https://thirteen.example.org/a'] })),
  ];
  await transact(db, (tx) => joinCase(tx, from, into, analystId, now));
  await assert.rejects(
    transact(db, (tx) => takeUpCase(tx, from, analystId, now)),
    { code: 'joined' },
  );
  assert.equal((await view(from)).state, 'closed');
});

test('settleCases closes a case without address for the reason that the analyst gave', async () => {
  const caseId = await only(await scene.sendTip({ category: 'other' }));
  await claim(caseId);
  await transact(db, (tx) => answerCase(tx, caseId, analystId, { outcome: 'too-little' }, now));
  await transact(db, (tx) => markDecided(tx, caseId, analystId, now));
  await transact(db, (tx) => settleCases(tx, [caseId], now));
  assert.equal((await view(caseId)).closeReason, 'too-little');
});

test('listQueue puts urgent cases first, then the oldest', async () => {
  const hour = (n: number) => new Date(now.getTime() - n * 3_600_000);
  await only(await scene.sendTip({ category: 'travel', receivedAt: hour(2) }));
  const oldest = await only(await scene.sendTip({ category: 'travel', receivedAt: hour(50) }));
  const urgent = await only(await scene.sendTip({ category: 'travel', isUrgent: true, receivedAt: hour(1) }));
  const queue = await listQueue(db, { states: ['new'], category: 'travel', limit: 10 });
  assert.deepEqual(
    queue.slice(0, 2).map((each) => each.id),
    [urgent, oldest],
  );
});

test('no address, host or IP stands in clear in any column of the cases', async () => {
  const caseId = await only(await scene.sendTip({ addresses: ['https://canary-host.example.org/canary-path'] }));
  await view(caseId);
  for (const table of ['item', 'case_file', 'tip', 'ledger_act', 'outbox']) {
    const rows = await sql<{ row: string }>`select t::text as row from ${sql.raw(table)} t`.execute(db);
    assert.ok(rows.rows.length > 0);
    for (const { row } of rows.rows) {
      assert.ok(!row.includes('canary'));
      assert.ok(!row.includes(Buffer.from('canary').toString('hex')));
    }
  }
});

test('openCaseForTip joins tips of one group to one case, at once too, and opens another once it is closed', async () => {
  const groupId = '6f9f3a52-7a1c-4d0e-9f54-0f2f3f3b1c11';
  const tips: TipId[] = [];
  for (const n of [1, 2, 3, 4]) tips.push(await scene.sendTip({ groupId, report: { place: `Pier ${n}` } }));
  const cases = (await Promise.all(tips.map((tipId) => only(tipId)))).map(String);
  assert.equal(new Set(cases).size, 1);
  const [caseId] = await open(tips[0] ?? fail());
  assert.ok(caseId);
  assert.equal((await readCaseGists(db, [caseId])).get(caseId)?.tips, 4);
  await sql`update case_file set state = 'closed' where id = ${caseId}`.execute(db);
  assert.notEqual(await only(await scene.sendTip({ groupId })), caseId);
});

const fail = (): never => assert.fail('there is no such tip');
