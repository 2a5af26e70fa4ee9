/** What partner hotlines assign becomes cases, and what happens to them here is told in ICCAM, in its order. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import type { IccamOptions } from '../../../stand-ins/iccam.ts';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { BASELINE_ANSWERS } from '../../cases/test-support.ts';
import { listItems, readCase } from '../../cases/door.ts';
import type { ItemAnswers } from '../../terms/answers.ts';
import { openIccamHouse, type IccamHouse } from './iccam-for-tests.ts';

// Opened here, the server outlives each test's own database.
await freshDatabase();

async function openHouse(options: Partial<IccamOptions> = {}) {
  const database = await freshDatabase();
  const house = await openIccamHouse(database, options);
  after(() => house.close());
  return { house, db: database.db };
}
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const contentOf = (house: IccamHouse, id: number | undefined) => {
  const content = house.iccam.contents().find(({ contentId }) => contentId === id);
  assert.ok(content);
  return content;
};
const actionsOf = (house: IccamHouse, id: number | undefined) =>
  contentOf(house, id).actions.map(({ actionType, reasonId }) =>
    reasonId === undefined ? actionType : [actionType, reasonId],
  );

test('followUp makes one case of a report’s addresses, sets our reference, and does nothing the second time', async () => {
  const { house, db } = await openHouse();
  const ids = house.assign(['http://se.example.org/a', 'http://se.example.org/a/1.jpg']);
  await house.settle();
  const [caseId, second] = await house.cases();
  assert.ok(caseId);
  assert.equal(second, undefined);
  const view = await readCase(db, house.serviceKey, caseId);
  assert.deepEqual([view?.origin, view?.partner, view?.state], ['partner', 'iccam', 'new']);
  assert.deepEqual(view?.items.map(({ url, country }) => [url, country]).toSorted(), [
    ['http://se.example.org/a', 'SE'],
    ['http://se.example.org/a/1.jpg', 'SE'],
  ]);
  for (const id of ids)
    assert.deepEqual([...contentOf(house, id).references.values()].at(-1), `F${view?.number}-${id}`);
  const asked = house.iccam.requests().length;
  await house.settle();
  assert.equal(house.iccam.requests().length, asked, 'nothing is due');
  house.forward(6 * MINUTE);
  await house.settle();
  assert.equal((await house.cases()).length, 1);
  assert.deepEqual(contentOf(house, ids[0]).actions, []);
});

test('assessment, source facts and actions are told as the case proceeds, in ICCAM’s order', async () => {
  const { house } = await openHouse();
  const [id] = house.assign(['http://se.example.org/b']);
  await house.settle();
  house.forward(2 * MINUTE);
  const [caseId] = await house.cases();
  assert.ok(caseId);
  await house.decide(caseId, BASELINE_ANSWERS);
  await house.settle();
  assert.deepEqual(actionsOf(house, id), [1, 2]);
  assert.equal(contentOf(house, id).assessment?.classification, 1);
  const [report] = house.iccam.reports();
  assert.deepEqual([report?.siteType, report?.commerciality, report?.paymentMethods], [4, 3, [9]]);
  const told = house.iccam
    .requests()
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '').replace(/\d+/, 'N')}`);
  const changes = told.filter((line) => !line.startsWith('GET') && !line.includes('Authentication'));
  assert.deepEqual(changes, [
    'PUT rest/Content/N/hotline-reference',
    'PUT rest/Content/N/assessment',
    'PUT rest/Reports/N/source-url/site-type',
    'PUT rest/Reports/N/source-url/commerciality',
    'PUT rest/Reports/N/source-url/payment-methods',
    'POST rest/Content/N/actions',
    'POST rest/Content/N/actions',
  ]);
  await house.goneAll(caseId);
  await house.settle();
  assert.deepEqual(actionsOf(house, id), [1, 2, 3]);
});

test('a decision that is not "illegal" ends the content with its reason', async () => {
  const { house } = await openHouse();
  house.set({ 'reason-not-found': '2', 'reason-not-illegal': '14' });
  const notIllegal: ItemAnswers = {
    access: 'available',
    'baseline-1': 'no',
    'baseline-2': 'no',
    'baseline-3': 'no',
    national: 'no',
  };
  const rows: readonly (readonly [ItemAnswers, readonly [number, number], number | undefined])[] = [
    [{ access: 'not-found' }, [4, 2], undefined],
    [{ access: 'not-public' }, [4, 1], undefined],
    [notIllegal, [6, 14], 4],
  ];
  for (const [index, [answers, action, classification]] of rows.entries()) {
    const [id] = house.assign([`http://se.example.org/c/${index}`]);
    house.forward(6 * MINUTE);
    await house.settle();
    const caseId = (await house.cases())[index];
    assert.ok(caseId);
    house.forward(2 * MINUTE);
    await house.decide(caseId, answers, []);
    await house.settle();
    assert.deepEqual(actionsOf(house, id), [action]);
    assert.equal(contentOf(house, id).assessment?.classification, classification);
    // Nobody answered about the page: "not determined" was told because ICCAM insists.
    assert.deepEqual(house.iccam.reports()[index]?.paymentMethods, [1]);
  }
});

test('no action is told in the run in which a report was first read', async () => {
  const { house } = await openHouse();
  const [id] = house.assign(['http://se.example.org/d']);
  await house.settle();
  const [caseId] = await house.cases();
  assert.ok(caseId);
  await house.decide(caseId, BASELINE_ANSWERS);
  await house.settle();
  assert.deepEqual(actionsOf(house, id), []);
  assert.equal(contentOf(house, id).assessment?.classification, 1, 'an assessment may be told at once');
  house.forward(2 * MINUTE);
  await house.settle();
  assert.deepEqual(actionsOf(house, id), [1, 2]);
});

test('an address that is known keeps its item and what was decided, and ICCAM is told of it', async () => {
  const { house, db } = await openHouse();
  const [first] = house.assign(['http://se.example.org/e']);
  await house.settle();
  const [caseId] = await house.cases();
  assert.ok(caseId);
  house.forward(2 * MINUTE);
  await house.decide(caseId, BASELINE_ANSWERS);
  await house.settle();
  const [again] = house.assign(['HTTP://SE.example.org:80/e#x']);
  house.forward(6 * MINUTE);
  await house.settle();
  house.forward(2 * MINUTE);
  await house.settle();
  assert.equal((await house.cases()).length, 1);
  assert.equal((await listItems(db, house.serviceKey, caseId)).length, 1);
  assert.equal((await readCase(db, house.serviceKey, caseId))?.state, 'decided', 'nobody looks twice');
  for (const id of [first, again]) assert.deepEqual(actionsOf(house, id), [1, 2]);
});

test('what is hosted abroad when it is decided is moved there, once, and is no new report', async () => {
  const { house, db } = await openHouse();
  const [id] = house.assign(['http://nl.example.org/f']);
  await house.settle();
  const [caseId] = await house.cases();
  assert.ok(caseId);
  const [item] = await listItems(db, house.serviceKey, caseId);
  assert.ok(item);
  assert.equal(item.country, 'NL');
  assert.deepEqual(await house.door.standingHere([item.id]), new Set([item.id]));
  house.forward(2 * MINUTE);
  await house.decide(caseId, BASELINE_ANSWERS, []);
  await house.settle();
  const content = contentOf(house, id);
  assert.deepEqual(
    [content.hostingCountryCode, content.hostingIpAddress, content.assignedCountryCode],
    ['NL', '94.75.200.10', 'NL'],
  );
  assert.equal(house.iccam.reports().length, 1);
  // The other hotline's register says otherwise: it stays here then, for people to talk about.
  house.iccam.advance({ kind: 'move', contentId: content.contentId, country: 'SE', ip: '85.24.180.40' });
  house.forward(6 * MINUTE);
  await house.settle();
  house.forward(7 * HOUR);
  await house.settle();
  assert.equal(contentOf(house, id).assignedCountryCode, 'SE');
});

test('an action of somebody in ICCAM itself is seen, and nothing follows a final one', async () => {
  const { house, db } = await openHouse();
  const [id] = house.assign(['http://se.example.org/g']);
  await house.settle();
  house.iccam.advance({ kind: 'act', contentId: id ?? 0, actionType: 3 });
  const [caseId] = await house.cases();
  assert.ok(caseId);
  await house.decide(caseId, BASELINE_ANSWERS);
  await house.settle();
  assert.deepEqual(actionsOf(house, id), [3]);
  const { rows } = await sql<{
    standing: string;
    failure_code: string | null;
  }>`select standing, failure_code from iccam_content`.execute(db);
  assert.deepEqual(rows, [{ standing: 'ended', failure_code: null }]);
});

test('what another hotline of the country has is left to it, and what nobody has is taken only when the setting says so', async () => {
  const hotlines = [
    { id: 1, name: 'Ours', country: 'SE' },
    { id: 2, name: 'Second', country: 'SE' },
    { id: 3, name: 'Hotline NL', country: 'NL' },
  ];
  const { house: several } = await openHouse({ hotlines });
  const [id] = several.assign(['http://se.example.org/h']);
  await several.settle();
  assert.equal((await several.cases()).length, 0);
  several.set({ unassigned: 'take' });
  several.forward(6 * MINUTE);
  await several.settle();
  assert.equal((await several.cases()).length, 1);
  assert.equal(contentOf(several, id).assignedHotlineId, 1, 'our reference takes it');
});

test('the address of a private network never becomes an item, and the page names it', async () => {
  const { house, db } = await openHouse();
  house.assign(['http://10.0.0.1/x']);
  await house.settle();
  assert.equal((await house.cases()).length, 0);
  const { rows } = await sql<{ failure_code: string | null }>`select failure_code from iccam_content`.execute(db);
  assert.deepEqual(rows, [{ failure_code: 'iccam-no-address' }]);
});
