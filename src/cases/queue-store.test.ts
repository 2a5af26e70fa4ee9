import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { openCaseForTip, noteLocation, readCase, searchCases, listCasesOfTip } from './door.ts';
import {
  countQueues,
  listItemCountries,
  listQueue,
  MOST_COUNTED,
  readCaseGists,
  type QueueFilter,
} from './queue-store.ts';
import { openScene, TEST_NOW } from './test-support.ts';

const { db } = await freshDatabase();
const scene = await openScene(db);
const { serviceKey } = scene;

/** Cases of every kind, state and age; a chance of its own for each, so that places in the order are equal now and then. */
await sql`insert into case_file (id, state, category, is_urgent, opened_hour, origin, closed_at, close_reason)
  select gen_random_uuid(), state, (array['online','travel','other'])[1 + n % 3], n % 7 = 0,
    '2026-01-01'::timestamptz + (n * 31 % 23) * interval '1 hour', (array['tip','partner'])[1 + n % 2],
    case when state = 'closed' then '2026-02-01'::timestamptz + (n * 17 % 29) * interval '1 hour' end,
    case when state = 'closed' then 'removed' end
  from (select n, (array['new','closed','decided'])[1 + n % 3] as state from generate_series(1, 300) n) t`.execute(db);

interface Row {
  readonly number: number;
  readonly state: string;
  readonly category: string;
  readonly origin: string;
  readonly is_urgent: boolean;
  readonly opened_hour: Date;
  readonly closed_at: Date | null;
}
const all = (await sql<Row>`select * from case_file`.execute(db)).rows;

const FILTERS: readonly Omit<QueueFilter, 'limit'>[] = [
  { states: ['new'] },
  { states: ['new'], isUrgent: true },
  { states: ['decided'], category: 'other' },
  { states: ['closed'] },
  { states: ['closed'], origin: 'partner', category: 'travel' },
  { states: ['new', 'decided'] },
];

function expected({ states, category, origin, isUrgent }: Omit<QueueFilter, 'limit'>): readonly number[] {
  const byWork = (a: Row, b: Row) =>
    Number(b.is_urgent) - Number(a.is_urgent) || +a.opened_hour - +b.opened_hour || a.number - b.number;
  const byEnd = (a: Row, b: Row) => Number(b.closed_at) - Number(a.closed_at) || b.number - a.number;
  return all
    .filter((row) => states.some((state) => state === row.state))
    .filter((row) => category === undefined || row.category === category)
    .filter((row) => origin === undefined || row.origin === origin)
    .filter((row) => isUrgent === undefined || row.is_urgent === isUrgent)
    .toSorted(states.every((state) => state === 'closed') ? byEnd : byWork)
    .map(({ number }) => number);
}

test('listQueue shows each case once and in order when it is read page by page', async () => {
  for (const filter of FILTERS) {
    const seen: number[] = [];
    for (;;) {
      const page = await listQueue(db, { ...filter, after: seen.at(-1), limit: 17 });
      seen.push(...page.map(({ number }) => number));
      if (page.length < 17) break;
    }
    assert.deepEqual(seen, expected(filter), JSON.stringify(filter));
  }
});

test('listQueue shows nothing after a case that is not there', async () => {
  assert.deepEqual(await listQueue(db, { states: ['new'], after: 999_999, limit: 5 }), []);
});

test('countQueues counts each filter, in their order, and no further than it has to', async () => {
  const counts = await countQueues(db, FILTERS);
  assert.deepEqual(
    counts,
    FILTERS.map((filter) => expected(filter).length),
  );
  await transact(db, async (tx) => {
    await sql`insert into case_file (id, state, category, is_urgent, opened_hour)
      select gen_random_uuid(), 'claimed', 'offline', false, now() from generate_series(1, ${MOST_COUNTED + 50})`.execute(
      tx,
    );
    assert.deepEqual(await countQueues(tx, [{ states: ['claimed'] }]), [MOST_COUNTED + 1]);
    await sql`delete from case_file where state = 'claimed'`.execute(tx);
  });
});

test('a case is found by its number, ids, address however it is written, and host, and not by a part of an address', async () => {
  const tipId = await scene.sendTip({
    addresses: ['https://www.found.example.org/album/7?utm_source=x', 'https://other.example.org/b'],
  });
  await transact(db, (tx) => openCaseForTip(tx, serviceKey, tipId, TEST_NOW));
  const [caseId] = await listCasesOfTip(db, tipId);
  assert.ok(caseId);
  const view = await readCase(db, serviceKey, caseId);
  assert.ok(view);
  const [item] = view.items;
  assert.ok(item);
  const found = async (text: string) => (await searchCases(db, serviceKey, text)).map((hit) => [hit.found.id, hit.by]);
  for (const text of [String(view.number), `#${view.number}`, ` ${view.number} `])
    assert.deepEqual(await found(text), [[caseId, 'number']], text);
  for (const id of [caseId, item.id, tipId, tipId.toUpperCase()]) assert.deepEqual(await found(id), [[caseId, 'id']]);
  for (const text of ['http://found.example.org/album/7', 'hxxps://www[.]found[.]example[.]org/album/7'])
    assert.deepEqual(await found(text), [[caseId, 'address']], text);
  for (const text of ['https://www.found.example.org/', 'other.example.org'])
    assert.deepEqual(await found(text), [[caseId, 'host']], text);
  for (const text of ['', 'album', 'https://found.example.net/album/7', 'Ordinary words.', '99999999', "' or 1=1 --"])
    assert.deepEqual(await found(text), [], text);
});

test('readCaseGists and the filter by country say where a case’s items are hosted', async () => {
  const tipId = await scene.sendTip({ addresses: ['https://a.example.com/1', 'https://b.example.com/2'] });
  await transact(db, (tx) => openCaseForTip(tx, serviceKey, tipId, TEST_NOW));
  const [caseId] = await listCasesOfTip(db, tipId);
  assert.ok(caseId);
  const items = (await readCase(db, serviceKey, caseId))?.items ?? [];
  await transact(db, async (tx) => {
    for (const [index, { id }] of items.entries()) {
      const country = countryCodeSchema.parse(index === 0 ? 'NL' : 'IS');
      await noteLocation(tx, serviceKey, id, { code: 'found', ip: '192.0.2.1', country }, TEST_NOW);
    }
  });
  assert.deepEqual((await readCaseGists(db, [caseId])).get(caseId), {
    ...{ items: 2, toDo: 2, countries: ['IS', 'NL'], isKnown: false, tips: 1 },
  });
  assert.deepEqual(await listItemCountries(db), ['IS', 'NL']);
  for (const country of ['IS', 'NL']) {
    const rows = await listQueue(db, { states: ['new'], country: countryCodeSchema.parse(country), limit: 9 });
    assert.deepEqual(
      rows.map(({ id }) => id),
      [caseId],
    );
  }
  assert.deepEqual(await listQueue(db, { states: ['new'], country: countryCodeSchema.parse('SE'), limit: 9 }), []);
});
