import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { claimCase, noteLocation, noteOrigin, openCaseForSighting, readCase, type ItemHit } from '../cases/door.ts';
import { openConsole, START } from '../console/console-for-tests.ts';
import { readNoticeFacts } from '../notices/door.ts';
import { transact } from '../platform/db.ts';
import { listDispatches, type RoutingRow } from '../routing/door.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { sightingIdSchema, type CaseId } from '../terms/ids.ts';
import { decideByList } from './decide-case.ts';
import type { DecideDeps } from './decision-deps.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const analyst = await desk.logIn('astrid', 'analyst');
const deps: DecideDeps = {
  ...desk.deps,
  homeCountry: desk.deps.config.hotline.homeCountry,
  inhopeCountries: desk.deps.config.inhopeCountries,
};

const hit = (change: Partial<ItemHit> = {}): ItemHit => ({
  sightingId: sightingIdSchema.parse(randomUUID()),
  ...{ listId: 1, entryId: 7, kind: 'exact', category: 'illegal-baseline', source: 'An authorised body' },
  ...{ isTrusted: true, distance: 0, pageUrl: 'http://albums.example.org/page', seenAt: START },
  ...change,
});

let hosts = 0;

/** A case of sightings on a host of its own, located where `country` says; undefined: not located yet. */
async function sighted(hits: readonly ItemHit[], country: string | undefined): Promise<CaseId> {
  hosts += 1;
  let caseId: CaseId | undefined;
  for (const [number, each] of hits.entries()) {
    const url = `http://host${hosts}.example.org/${number}.jpg`;
    caseId = await transact(db, (tx) => openCaseForSighting(tx, deps.serviceKey, { url, hit: each }, START));
  }
  assert.ok(caseId);
  if (country !== undefined) await locate(caseId, country);
  return caseId;
}

async function locate(caseId: CaseId, country: string, ip = '192.0.2.10'): Promise<void> {
  const location = { code: 'found', ip, country: countryCodeSchema.parse(country) };
  const view = await readCase(db, deps.serviceKey, caseId);
  await transact(db, async (tx) => {
    for (const item of view?.items ?? []) await noteLocation(tx, deps.serviceKey, item.id, location, START);
  });
}

const country = (code: string) => countryCodeSchema.parse(code);

/** Puts a table to use as if two people had. @returns its version */
async function releaseForTests(rows: readonly RoutingRow[]): Promise<number> {
  const hash = 'ab'.repeat(32);
  const made = await sql<{ version: number }>`
    insert into routing_table (state, based_on, rows, hash, editors, begun_at, tried_hash, tried_by, tried_at, trial, released_by, released_at)
    values ('released', 0, ${JSON.stringify(rows)}::jsonb, ${hash}, '{}', now(), ${hash}, ${analyst.staffId}, now(), '{}',
      ${analyst.staffId}, now()) returning version`.execute(db);
  return made.rows[0]?.version ?? 0;
}

/** Which rows decided, of whichever version. */
const decidedBy = async (caseId: CaseId) =>
  [...new Set((await listDispatches(db, caseId)).map(({ by }) => `${by?.version} ${by?.row}`))].sort();

const sentTo = async (caseId: CaseId) =>
  (await listDispatches(db, caseId)).map(({ destination, rule }) => `${destination} ${rule}`).sort();

test('decideByList sends an exact hit of a trusted list where it goes, without a person', async () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['SE', ['police home-crime', 'provider known-exact']],
    ['DE', ['iccam inhope', 'provider known-exact']],
    ['US', ['iccam inhope', 'provider known-exact']],
    ['VU', ['police no-inhope', 'provider known-exact']],
  ];
  for (const [country, expected] of rows) {
    const caseId = await sighted([hit(), hit({ entryId: 8 })], country);
    assert.equal(await decideByList(deps, caseId), true);
    const view = await readCase(db, deps.serviceKey, caseId);
    assert.equal(view?.state, 'decided');
    assert.deepEqual(
      view.items.map((item) => [item.state, item.outcome]),
      view.items.map(() => ['assessed', 'illegal-baseline']),
    );
    assert.deepEqual([...new Set(await sentTo(caseId))], expected, country);
  }
});

test('decideByList follows the table in use, and each dispatch says which row of which version decided', async () => {
  const before = await sighted([hit()], 'DE');
  assert.equal(await decideByList(deps, before), true);
  assert.deepEqual(await decidedBy(before), ['0 inhope', '0 known-exact']);
  const why = { sv: 'Bara polisen.', en: 'The police alone.' };
  const rows: readonly RoutingRow[] = [
    { id: 'own-aaaaaa', about: 'item', when: { host: 'abroad' }, to: ['police'], why },
    { id: 'own-bbbbbb', about: 'item', when: { judgedBy: 'list', countries: [country('NL')] }, to: ['person'], why },
  ];
  const version = await releaseForTests(rows);
  const after = await sighted([hit()], 'DE');
  assert.equal(await decideByList(deps, after), true);
  assert.deepEqual(await sentTo(after), ['police own-aaaaaa']);
  assert.deepEqual(await decidedBy(after), [`${version} own-aaaaaa`]);
  const kept = await sighted([hit()], 'NL');
  assert.equal(await decideByList(deps, kept), false, 'a row keeps it for a person');
  assert.deepEqual(await sentTo(kept), []);
  await sql`delete from routing_table`.execute(db);
});

test('decideByList puts the exact hashes of what was sighted into the notice, where they are known', async () => {
  const hashes = { md5: 'ab'.repeat(16), sha256: 'cd'.repeat(32), pdq: 'not for a notice' };
  const known = hit();
  const readHashes = (id: string) => Promise.resolve(id === known.sightingId ? hashes : undefined);
  for (const [each, expected] of [
    [known, { md5: hashes.md5, sha256: hashes.sha256 }],
    [hit(), undefined],
  ] as const) {
    const caseId = await sighted([each], 'DE');
    assert.equal(await decideByList({ ...deps, readHashes }, caseId), true);
    const dispatch = (await listDispatches(db, caseId)).find(({ destination }) => destination === 'provider');
    assert.ok(dispatch?.payload);
    const facts = readNoticeFacts(deps.serviceKey.unshroud('payload', dispatch.payload));
    assert.deepEqual(facts.hashes, expected);
  }
});

test('decideByList changes nothing the second time', async () => {
  const caseId = await sighted([hit()], 'DE');
  assert.equal(await decideByList(deps, caseId), true);
  const before = await sentTo(caseId);
  assert.equal(await decideByList(deps, caseId), false);
  assert.deepEqual(await sentTo(caseId), before);
  const acts =
    await sql`select 1 from ledger_act where subject = ${`case:${caseId}`} and action = 'case.decided'`.execute(db);
  assert.equal(acts.rows.length, 1);
});

test('decideByList decides once more, for the new item alone, when another is seen on the host', async () => {
  const caseId = await sighted([hit()], 'DE');
  await decideByList(deps, caseId);
  const before = (await listDispatches(db, caseId)).length;
  const url = `http://host${hosts}.example.org/later.jpg`;
  const joined = await transact(db, (tx) =>
    openCaseForSighting(tx, deps.serviceKey, { url, hit: hit({ entryId: 11 }) }, START),
  );
  assert.equal(joined, caseId);
  assert.equal(await decideByList(deps, caseId), false, 'not located yet');
  await locate(caseId, 'DE');
  assert.equal(await decideByList(deps, caseId), true);
  assert.equal((await listDispatches(db, caseId)).length, before * 2);
});

test('decideByList leaves to a person what a person must see', async () => {
  const nearHit = hit({ kind: 'near', isTrusted: false, distance: 20 });
  for (const hits of [[nearHit], [hit({ isTrusted: false })], [hit({ category: 'to-assess' })]]) {
    const caseId = await sighted(hits, 'DE');
    assert.equal(await decideByList(deps, caseId), false);
    assert.deepEqual(await sentTo(caseId), []);
    assert.equal((await readCase(db, deps.serviceKey, caseId))?.state, 'new');
  }
});

test('decideByList waits until every item is located, and leaves a case that somebody has claimed', async () => {
  const unlocated = await sighted([hit()], undefined);
  assert.equal(await decideByList(deps, unlocated), false);
  const claimed = await sighted([hit()], 'DE');
  const { staffId } = analyst;
  assert.ok(staffId);
  await transact(db, (tx) => claimCase(tx, claimed, staffId, START));
  assert.equal(await decideByList(deps, claimed), false);
  assert.deepEqual(await sentTo(claimed), []);
});

test('what a list decided behind a CDN is told to the host too, once somebody takes it up and names the origin', async () => {
  const { staffId } = analyst;
  assert.ok(staffId);
  const caseId = await sighted([hit()], undefined);
  const steps = [
    ['take-up', {}, 'taken-up'],
    ['answers', { danger: 'no', identifiable: 'no', home: 'no' }, 'answered'],
    ['decide', {}, 'decided'],
  ] as const;
  const decideAgain = async (between: () => Promise<void> = () => Promise.resolve()) => {
    for (const [step, fields, done] of steps) {
      await analyst.get(`/cases/${caseId}`);
      const { headers } = await analyst.post(`/cases/${caseId}/${step}`, fields);
      assert.match(headers.location ?? '', new RegExp(`done=${done}`));
      if (step === 'take-up') await between();
    }
  };
  await locate(caseId, 'US', '104.16.1.1');
  assert.equal(await decideByList(deps, caseId), true);
  const itemId = (await readCase(db, deps.serviceKey, caseId))?.items[0]?.id;
  assert.ok(itemId);
  const originsTold = async () =>
    (await listDispatches(db, caseId)).flatMap(({ destination, payload }) =>
      destination === 'provider' && payload !== undefined
        ? [readNoticeFacts(deps.serviceKey.unshroud('payload', payload)).origin?.host]
        : [],
    );
  assert.deepEqual(await originsTold(), [undefined]);
  const word = { said: 'found', host: '5.9.1.1', way: 'provider' } as const;
  const said = { itemId, staffId, word, countryOf: () => country('DE'), now: deps.clock.now() };
  await decideAgain(() => transact(db, (tx) => noteOrigin(tx, deps.serviceKey, said)));
  assert.ok((await originsTold()).includes('5.9.1.1'));
  const told = (await originsTold()).length;
  await decideAgain();
  assert.equal((await originsTold()).length, told);
});

test('decideByList never decides a case that a tip is in, whatever the lists say', async () => {
  const caseId = await desk.openCase({ addresses: ['http://told.example.org/a.jpg'] }, 'DE');
  const url = 'http://told.example.org/a.jpg';
  await transact(db, (tx) => openCaseForSighting(tx, deps.serviceKey, { url, hit: hit() }, START));
  assert.equal(await decideByList(deps, caseId), false);
  assert.deepEqual(await sentTo(caseId), []);
});
