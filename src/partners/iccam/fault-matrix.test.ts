/**
 * Every call to ICCAM meets every way in which ICCAM can be unwell. Nothing is lost, nothing is doubled, and while it lasts the operator
 * reads what is wrong. One content goes its whole way each time: assigned, taken in, referred, assessed, told of, removed; and one report is filed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { IccamBehaviour } from '../../../stand-ins/iccam.ts';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { BASELINE_ANSWERS } from '../../cases/test-support.ts';
import { codeText, textsOf } from '../../console/texts/texts.ts';
import { listDispatches, planDispatches } from '../../routing/door.ts';
import { transact, type OpenDatabase } from '../../platform/db.ts';
import { listHealth } from '../settings/setting-store.ts';
import { itemIdSchema, type CaseId } from '../../terms/ids.ts';
import { openIccamHouse, type IccamHouse } from './iccam-for-tests.ts';

await freshDatabase();
const MINUTE = 60_000;

const CALLS = [
  'POST Authentication',
  'GET Authentication/userinfo',
  'GET rest/classifications',
  'GET rest/hotlines',
  'GET rest/Content/no-reference',
  'GET rest/Content/unactioned',
  'GET rest/Content/offline',
  'GET rest/Content/orphaned',
  'GET rest/Content/9',
  'GET rest/Reports/',
  'POST rest/Reports',
  'PUT rest/Content/90001/hotline-reference',
  'PUT rest/Content/90001/assessment',
  'PUT rest/Reports/7001/source-url/site-type',
  'PUT rest/Reports/7001/source-url/payment-methods',
  'POST rest/Content/90001/actions',
] as const;

const WAYS: readonly (readonly [string, IccamBehaviour])[] = [
  ['slow', { kind: 'slow', delayMs: 900 }],
  ['503', { kind: '5xx' }],
  ['404', { kind: '5xx', status: 404 }],
  ['429', { kind: '429', retryAfterS: 20 }],
  ['malformed', { kind: 'malformed' }],
  ['wrong shape', { kind: 'wrong-shape' }],
  ['half done', { kind: 'half-done' }],
  ['died', { kind: 'died' }],
  ['duplicate', { kind: 'duplicate' }],
  ['token ended', { kind: '401-once' }],
];
/** These are no trouble for the client: it gets along without anybody noticing. */
const UNNOTICED: ReadonlySet<string> = new Set(['duplicate', 'token ended']);

for (const [way, behaviour] of WAYS)
  test(`nothing is lost or doubled, and it is said in words, when one call of each kind is ${way}`, async () => {
    for (const call of CALLS) {
      const database = await freshDatabase();
      const house = await openIccamHouse(database, {}, 300);
      try {
        const words = await wholeWay(house, database, { ...behaviour, only: call, times: 1 });
        const where = `${call}, ${way}`;
        checkEffects(house, where);
        for (const text of words) assert.doesNotMatch(text, /^code |^kod /, `${where}: ${text}`);
        if (!UNNOTICED.has(way)) assert.ok(words.size > 0, `${where}: nobody was told`);
      } finally {
        await house.close();
        await database.close();
      }
    }
  });

/** One whole way. @returns what the operator read meanwhile, in words */
async function wholeWay(
  house: IccamHouse,
  { db }: OpenDatabase,
  behaviour: IccamBehaviour,
): Promise<ReadonlySet<string>> {
  const words = new Set<string>();
  const note = async () => {
    const health = (await listHealth(db)).get('iccam');
    const { rows } = await sql<{ code: string }>`
      select failure_code as code from iccam_content where failure_code is not null
      union select failure_code from iccam_list where failure_code is not null
      union select failure_code from iccam_act where failure_code is not null
      union select failure_code from dispatch where failure_code is not null`.execute(db);
    for (const code of [health?.failureCode, ...rows.map((row) => row.code)])
      for (const { failures, otherCode } of [textsOf('en'), textsOf('sv')])
        if (code !== undefined) words.add(codeText(failures, code, otherCode));
  };
  const run = async () => {
    for (let tries = 0; tries < 6; tries += 1) {
      const isWell = await house.settle().then(
        () => true,
        () => false,
      );
      await note();
      house.forward(6 * MINUTE);
      if (isWell && tries > 0) return;
    }
  };
  house.assign(['http://se.example.org/page']);
  house.iccam.behave(behaviour);
  await run();
  const [caseId] = await house.cases();
  assert.ok(caseId, `${behaviour.only ?? ''} ${behaviour.kind}: it became no case`);
  await house.decide(caseId, BASELINE_ANSWERS);
  await fileReport(house, db, caseId, note);
  await run();
  await house.goneAll(caseId);
  await run();
  await note();
  return words;
}

/** A report of ours, as a decision plans it; sent by its job, which tries again. */
async function fileReport(
  house: IccamHouse,
  db: OpenDatabase['db'],
  caseId: CaseId,
  note: () => Promise<void>,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from item where case_id = ${caseId}`.execute(db);
  const itemId = itemIdSchema.parse(rows[0]?.id);
  const payload = await house.door.prepare({
    ...{ caseNumber: 1, receivedHour: house.now() },
    items: [
      { id: itemId, url: 'http://nl.example.org/1', country: 'NL', ip: '94.75.200.10', answers: BASELINE_ANSWERS },
    ],
  });
  const plan = { caseId, itemId, tipId: undefined, target: undefined, isDsa16: false, isHeld: false, isAtOnce: false };
  await transact(db, (tx) =>
    planDispatches(
      tx,
      'system',
      [{ ...plan, destination: 'iccam', rule: 'inhope', occasion: 'r1', payload, covers: [{ itemId, round: 1 }] }],
      house.now(),
    ),
  );
  for (let tries = 0; tries < 5; tries += 1) {
    const before = (await sql<{ event: unknown }>`select event from outbox`.execute(db)).rows;
    const isWell = await house.deliver().then(
      () => true,
      () => false,
    );
    await note();
    if (isWell) break;
    // The job queue would try again: what was taken out of the outbox is put back.
    for (const { event } of before)
      await sql`insert into outbox (event) values (${JSON.stringify(event)}::jsonb)`.execute(db);
    house.forward(MINUTE);
  }
  assert.deepEqual(
    (await listDispatches(db, caseId)).filter(({ destination }) => destination === 'iccam').map(({ state }) => state),
    ['sent'],
  );
}

function checkEffects(house: IccamHouse, where: string): void {
  const contents = house.iccam.contents();
  const assigned = contents.filter(({ assignedCountryCode }) => assignedCountryCode === 'SE');
  assert.equal(assigned.length, 1, where);
  const [content] = assigned;
  assert.deepEqual(
    content?.actions.map(({ actionType }) => actionType),
    [1, 2, 3],
    where,
  );
  assert.equal(content.assessment?.classification, 1, where);
  assert.match([...content.references.values()].at(-1) ?? '', /^F1-90001$/, where);
  const [theirs, ours, third] = house.iccam.reports();
  assert.equal(third, undefined, `${where}: one report of theirs, one of ours`);
  assert.deepEqual([theirs?.siteType, theirs?.commerciality, theirs?.paymentMethods], [4, 3, [9]], where);
  assert.equal(ours?.sent.urls[0]?.urlString, 'http://nl.example.org/1', where);
}
