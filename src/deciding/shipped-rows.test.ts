/** Every row that can decide with the shipped table is reached by a case that came through the real rooms: none is there for tests alone. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { noteLocation, openCaseForSighting, readCase, type ItemHit } from '../cases/door.ts';
import { decideDepsOf } from '../console/case-screen.ts';
import { openConsole, PASSWORD } from '../console/console-for-tests.ts';
import { addPeer } from '../exchange/manage-peers.ts';
import { ownKeys } from '../exchange/own-keys.ts';
import { transact } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { SHIPPED_ROWS, STANDS_ABOVE, STANDS_BELOW } from '../routing/door.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { sightingIdSchema, type CaseId, type ItemId } from '../terms/ids.ts';
import { proposeDecision } from './propose-decision.ts';
import type { NcmecChoice } from './ncmec-choice.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const { serviceKey, clock } = desk.deps;
const analyst = await desk.logIn('astrid', 'analyst');
const supervisor = await desk.logIn('signe', 'supervisor');
after(() => desk.http.close());

/** Addresses as the shipped list of proxies and the shipped table of countries know them. */
const IP = { SE: '185.195.236.1', DE: '5.9.1.1', US: '8.8.8.8', proxy: '104.16.1.1' } as const;
const BASELINE = {
  ...{ access: 'available', 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes', severity: 'B' },
  ...{ age: '7-10', gender: 'female', virtual: 'no', 'self-generated': 'unknown', modelling: 'no' },
  ...{ 'content-type': 'media', 'site-type': 'image-host', commercial: 'no' },
};
const NOT_ILLEGAL = {
  ...{ access: 'available', 'baseline-1': 'no', 'baseline-2': 'no', 'baseline-3': 'no', national: 'no' },
};
const CALM = { danger: 'no', identifiable: 'no', home: 'no' };

interface Making {
  /** Where the host was found; undefined: nowhere. */
  readonly at?: { readonly ip?: string; readonly country: string } | undefined;
  /** Undefined: nobody has assessed it. */
  readonly assessed?: Record<string, string> | undefined;
  readonly answers?: Record<string, string>;
  /** In the form about its origin. */
  readonly origin?: Record<string, string>;
  /** What a list says of it: then it is a sighting. */
  readonly hit?: Pick<ItemHit, 'kind'>;
  /** Where the newest visit met it. */
  readonly seenAt?: string;
}

const in_ = (country: string, ip?: string) => ({ at: { country, ...(ip === undefined ? {} : { ip }) } });

let made = 0;

async function open({ hit }: Making): Promise<CaseId> {
  made += 1;
  const url = `https://host${made}.example.org/album/${made}`;
  if (hit === undefined) return desk.openCase({ addresses: [url] });
  const known: ItemHit = {
    ...{ sightingId: sightingIdSchema.parse(randomUUID()), listId: 1, entryId: made, kind: hit.kind },
    ...{ category: 'illegal-baseline', source: 'An authorised body', isTrusted: true },
    ...{ distance: 0, pageUrl: url, seenAt: clock.now() },
  };
  const caseId = await transact(db, (tx) => openCaseForSighting(tx, serviceKey, { url, hit: known }, clock.now()));
  assert.ok(caseId);
  return caseId;
}

/** As `work`, of a case with one item. @returns the case */
async function makeCase(making: Making): Promise<CaseId> {
  const { at, assessed, answers = CALM, origin, seenAt } = making;
  const caseId = await open(making);
  const itemId = (await readCase(db, serviceKey, caseId))?.items[0]?.id;
  assert.ok(itemId);
  const location =
    at === undefined
      ? { code: 'no-such-name', ip: undefined, country: undefined }
      : { code: 'found', ip: at.ip ?? '192.0.2.10', country: countryCodeSchema.parse(at.country) };
  await transact(db, (tx) => noteLocation(tx, serviceKey, itemId, location, clock.now()));
  const path = `/cases/${caseId}/items/${itemId}`;
  await send(`/cases/${caseId}/claim`, {}, '/');
  if (assessed !== undefined) await send(path, assessed, path);
  await send(`/cases/${caseId}/answers`, answers, `/cases/${caseId}`);
  if (origin !== undefined) await send(`${path}/origin`, origin, path);
  if (seenAt !== undefined) await see(itemId, seenAt);
  return caseId;
}

async function send(path: string, fields: Record<string, string>, from: string): Promise<void> {
  await analyst.get(from);
  const { statusCode, headers } = await analyst.post(path, fields);
  assert.equal(statusCode, 303, path);
  assert.doesNotMatch(headers.location ?? '', /not=/);
}

/** A visit after the item's host was looked up. */
async function see(itemId: ItemId, ip: string): Promise<void> {
  const at = new Date(clock.now().getTime() + 1_000);
  await sql`insert into watch (item_id, host_digest, state, started_at, visits, last_verdict, last_because, last_visit_at, shrouded_ips)
    values (${itemId}, '', 'watching', now(), 1, 'online', 'same-page', ${at}, ${serviceKey.shroud('ip', ip)})`.execute(
    db,
  );
}

async function makeWithoutAddress(
  outcome: string | undefined,
  answers: Record<string, string> = CALM,
): Promise<CaseId> {
  const caseId = await desk.openCase({ addresses: [] });
  await send(`/cases/${caseId}/claim`, {}, '/');
  const given = outcome === undefined ? answers : { ...answers, outcome };
  await send(`/cases/${caseId}/answers`, given, `/cases/${caseId}`);
  return caseId;
}

async function setNcmec(more: Record<string, string>): Promise<void> {
  await supervisor.get('/partners/ncmec');
  const fields = { mode: 'test', url: 'https://report.example.org/ispws', user: 'hotline', password: 'nine words' };
  const saved = await supervisor.post('/partners/ncmec', { ...fields, ...more, 'own-password': PASSWORD });
  assert.equal(saved.statusCode, 303);
  // An answer about settings is kept for two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
}

/** A hotline of the Netherlands that takes cases. */
async function addTaker(): Promise<void> {
  const { db: theirs } = await freshDatabase();
  const [key] = await ownKeys(theirs, serviceKeyFrom(randomBytes(32)), clock.now());
  const { staffId } = supervisor;
  assert.ok(staffId);
  const added = await transact(db, (tx) =>
    addPeer(
      tx,
      { serviceKey, staffId, now: clock.now() },
      {
        ...{ name: 'Meldpunt', country: countryCodeSchema.parse('NL'), url: 'https://fyr.example.org/exchange/v1/' },
        ...{ mode: 'test', keyText: key.public.text, gives: false, handsCases: true, trusted: [] },
      },
    ),
  );
  assert.ok(typeof added !== 'string');
}

const illegal = { assessed: BASELINE };
const proxied = { ...illegal, ...in_('US', IP.proxy) };
const notFound = { 'origin-said': 'not-found' };
const foundAt = (host: string) => ({ 'origin-said': 'found', 'origin-host': host, 'origin-way': 'registry' });

/** How each row is reached; those that ask for a partner set it up. */
const WAYS: Readonly<Record<string, () => Promise<CaseId>>> = {
  danger: () => makeCase({ ...illegal, ...in_('US'), answers: { ...CALM, danger: 'yes' } }),
  'host-changed': () => makeCase({ ...illegal, ...in_('DE', IP.DE), seenAt: IP.US }),
  'near-hit': () => makeCase({ ...in_('US'), hit: { kind: 'near' } }),
  'not-assessed': () => makeCase(in_('US')),
  'home-crime-case': () => makeWithoutAddress('suspected-crime', { ...CALM, home: 'yes' }),
  'find-origin': () => makeCase(proxied),
  'home-crime': () => makeCase({ ...illegal, ...in_('US'), answers: { ...CALM, home: 'yes' } }),
  'home-host': () => makeCase({ ...illegal, ...in_('SE') }),
  'host-unknown': () => makeCase(illegal),
  'no-inhope': () => makeCase({ ...illegal, ...in_('VU') }),
  'peer-hotline': async () => {
    await addTaker();
    return makeCase({ ...illegal, ...in_('NL') });
  },
  inhope: () => makeCase({ ...illegal, ...in_('US') }),
  'ncmec-chosen': async () => {
    await setNcmec({});
    return makeCase({ ...illegal, ...in_('US') });
  },
  ncmec: async () => {
    await setNcmec({ reach: 'countries', countries: 'US' });
    return makeCase({ ...illegal, ...in_('US') });
  },
  'known-exact': () => makeCase({ ...in_('US'), hit: { kind: 'exact' } }),
  'home-notice': () => makeCase({ ...illegal, ...in_('US'), answers: { ...CALM, home: 'yes' } }),
  'home-host-notice': () => makeCase({ ...illegal, ...in_('SE') }),
  dsa16: () => makeCase({ ...illegal, ...in_('DE') }),
  'both-hosts': () => makeCase({ ...proxied, origin: foundAt(IP.US) }),
  'proxy-alone': () => makeCase({ ...proxied, origin: notFound }),
  'not-found': () => makeCase({ assessed: { access: 'not-found' }, ...in_('US') }),
  'not-public': () => makeCase({ assessed: { access: 'not-public' }, ...in_('US') }),
  'not-illegal': () => makeCase({ assessed: NOT_ILLEGAL, ...in_('US') }),
  'no-address': () => makeWithoutAddress('suspected-crime'),
  'too-little': () => makeWithoutAddress('too-little'),
};

/** With the shipped table something always fits what is illegal: the last resort is for tables of a hotline's own. */
const OTHERS_ALONE = ['last-resort'];
const ids = [...SHIPPED_ROWS.map(({ id }) => id), ...[...STANDS_ABOVE, ...STANDS_BELOW].map(({ rule }) => rule)];

for (const id of new Set(ids.filter((each) => !OTHERS_ALONE.includes(each))))
  test(`the row ${id} decides about a case that came through the real rooms`, async () => {
    const way = WAYS[id];
    assert.ok(way, `nobody has said how ${id} is reached`);
    const caseId = await way();
    const choice: NcmecChoice = id === 'ncmec-chosen' ? 'add' : 'as-ruled';
    const proposal = await proposeDecision(decideDepsOf(desk.deps), caseId, choice);
    const rows = proposal?.decisions.map(({ by }) => by.row) ?? [];
    assert.ok(rows.includes(id), `${id} is not among ${rows.join(', ')}`);
  });

test('the proxy alone is told where the origin cannot be found, and both where it is, each for what it is', async () => {
  const told = async (making: Making) =>
    (await proposeDecision(decideDepsOf(desk.deps), await makeCase(making)))?.decisions.map((each) =>
      each.kind === 'provider' ? `${each.target} ${each.by.row}` : `${each.kind} ${each.by.row}`,
    );
  assert.deepEqual(await told(proxied), ['person find-origin']);
  const known = { ...in_('US', IP.proxy), hit: { kind: 'exact' } } as const;
  assert.deepEqual(await told(known), ['police host-unknown', 'host known-exact'], 'a list waits for nobody');
  assert.deepEqual(await told({ ...proxied, origin: notFound }), ['police host-unknown', 'proxy proxy-alone']);
  assert.deepEqual(await told({ ...proxied, origin: foundAt(IP.DE) }), [
    ...['iccam inhope', 'host dsa16', 'proxy both-hosts'],
  ]);
  assert.deepEqual(await told({ ...proxied, answers: { ...CALM, home: 'yes' }, origin: notFound }), [
    ...['police home-crime', 'proxy proxy-alone'],
  ]);
});
