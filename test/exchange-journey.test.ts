/**
 * Two hotlines, each with its console, hallway and database: what an analyst of one confirms becomes an entry of the other's list and decides there without
 * anyone viewing it; taken back, that stops and goes to an analyst; and a case that is handed over tells who sent it what it came to.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readCase, openCaseForSighting } from '../src/cases/door.ts';
import { openConsole, START, type Visitor } from '../src/console/console-for-tests.ts';
import { look, openPageOf } from '../src/console/look-for-tests.ts';
import { openNetwork, openPlaces, storeFindings, testNetworkSchema } from '../src/crawl/door.ts';
import { addPeer, openHotlineDoor, ownKeys, readPeer, registerExchangeApi, syncPeer } from '../src/exchange/door.ts';
import { hallway } from '../src/hallway.ts';
import { confirmActivation, openCheckHttp, proposeActivation } from '../src/known/door.ts';
import { openNotices } from '../src/notices/door.ts';
import { transact } from '../src/platform/db.ts';
import { listDispatches, type PartnerDoor } from '../src/routing/door.ts';
import { countryCodeSchema } from '../src/terms/countries.ts';
import { caseIdSchema, sightingIdSchema, type CaseId, type StaffId } from '../src/terms/ids.ts';
import { openBrowser } from './browser.ts';
import { freshDatabase, quietLog } from './fresh-database.ts';

/** Not one byte throughout: those are placeholders, which no list takes. */
const HASHES = { md5: `0${'a1'.repeat(15)}f`, sha1: `0${'b2'.repeat(19)}f`, sha256: `0${'c3'.repeat(31)}f` };
/** Where each side finds the same host: at home, so that nothing of it is handed over. */
const IP_IN: Readonly<Record<string, string>> = { SE: '85.24.180.40', DE: '78.46.10.20' };
const BASELINE = {
  ...{ access: 'available', 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes', severity: 'B' },
  ...{ age: '7-10', gender: 'female', virtual: 'no', 'self-generated': 'unknown', modelling: 'no' },
  ...{ 'content-type': 'media', 'site-type': 'image-host', commercial: 'no' },
};
/** As far as the questions ask of what is not illegal. */
const HARMLESS = { access: 'available', 'baseline-1': 'no', 'baseline-2': 'no', 'baseline-3': 'no', national: 'no' };

const rehearsed = (destination: 'ncmec' | 'police' | 'iccam'): PartnerDoor => ({
  destination,
  send: () => Promise.resolve({ kind: 'rehearsed', because: 'not-configured' }),
});

/** One hotline, whole but for its clockwork: the test delivers what happened and asks peers when it wants to. */
async function openHouse(name: string, country: string) {
  const { db, pool } = await freshDatabase();
  const desk = await openConsole(db);
  const { serviceKey, clock, config } = desk.deps;
  const network = openNetwork({
    kind: 'test',
    network: testNetworkSchema.parse({
      hosts: { 'pictures.example.org': { ip: IP_IN[country] ?? '', connectTo: '127.0.0.1:9' } },
      allowLoopback: true,
    }),
  });
  const sync = { db, serviceKey, clock, network, log: quietLog, timeoutMs: 5_000 };
  const hotline = openHotlineDoor(sync);
  const provider = openNotices({ db, serviceKey, clock });
  const handler = hallway({
    ...{ db, clock, serviceKey, network, places: openPlaces(), hotlineName: name },
    delivery: {
      ...{ db, clock, log: quietLog },
      doors: {
        ...{ police: rehearsed('police'), iccam: rehearsed('iccam'), ncmec: rehearsed('ncmec') },
        hotline,
        provider,
      },
    },
    deciding: { ...desk.deps, homeCountry: countryCodeSchema.parse(country), inhopeCountries: config.inhopeCountries },
  });
  const analyst = await desk.logIn('astrid', 'analyst');
  const supervisor = await desk.logIn('signe', 'supervisor');
  const api = openCheckHttp();
  registerExchangeApi(api, { db, serviceKey, clock, hotlineName: name });
  after(() => Promise.all([api.close(), desk.http.close()]));
  const url = `${await api.listen({ host: '127.0.0.1', port: 0 })}/exchange/v1/`;
  const [own] = await ownKeys(db, serviceKey, clock.now());
  return {
    ...{ name, country, db, pool, desk, analyst, supervisor, url, keyText: own.public.text, serviceKey, sync },
    /** Delivers what the house was told until nothing is left to tell, each twice, as may happen. */
    deliver: async () => {
      for (;;) {
        const { rows } = await pool.query<{ event: unknown }>('delete from outbox returning event');
        if (rows.length === 0) return;
        for (const { event } of rows) for (const attempt of [1, 2]) await handler.handle(event, attempt);
      }
    },
  };
}
type House = Awaited<ReturnType<typeof openHouse>>;

const idOf = ({ staffId }: Visitor): StaffId => {
  assert.ok(staffId);
  return staffId;
};

async function introduce(one: House, other: House): Promise<string> {
  const act = { serviceKey: one.serviceKey, staffId: idOf(one.supervisor), now: START };
  const added = await transact(one.db, (tx) =>
    addPeer(tx, act, {
      ...{ name: other.name, country: countryCodeSchema.parse(other.country), url: other.url, mode: 'test' },
      ...{ keyText: other.keyText, gives: true, handsCases: true, trusted: ['illegal-baseline'] },
    }),
  );
  assert.ok(typeof added !== 'string');
  return added.id;
}

const sweden = await openHouse('Hotline Sverige', 'SE');
const germany = await openHouse('Hotline Deutschland', 'DE');
const germanyAtSweden = await introduce(sweden, germany);
const swedenAtGermany = await introduce(germany, sweden);

/** An analyst takes the case, answers its questions, and says this of each item. */
async function work(house: House, caseId: CaseId, answers: Record<string, string>): Promise<void> {
  const { analyst, desk, db } = house;
  await analyst.get(`/cases/${caseId}`);
  await analyst.post(`/cases/${caseId}/claim`);
  await analyst.post(`/cases/${caseId}/answers`, { danger: 'no', identifiable: 'no', home: 'no' });
  for (const item of (await readCase(db, desk.deps.serviceKey, caseId))?.items ?? []) {
    await analyst.get(`/cases/${caseId}/items/${item.id}?again=1`);
    const saved = await analyst.post(`/cases/${caseId}/items/${item.id}`, answers);
    assert.equal(saved.statusCode, 303, saved.body.slice(0, 2_000));
  }
}

async function decide({ analyst, deliver }: House, caseId: CaseId): Promise<void> {
  await analyst.get(`/cases/${caseId}`);
  const decided = await analyst.post(`/cases/${caseId}/decide`);
  assert.match(decided.headers.location ?? '', /done=decided/);
  await deliver();
}

async function caseOf({ pool }: House, where: string, value: string): Promise<CaseId> {
  const { rows } = await pool.query<{ id: string }>(
    `select c.id from case_file c join item i on i.case_id = c.id where ${where} = $1 limit 1`,
    [value],
  );
  return caseIdSchema.parse(rows[0]?.id);
}

const row = async ({ pool }: House, text: string): Promise<Record<string, unknown> | undefined> =>
  (await pool.query<Record<string, unknown>>(text)).rows[0];

let confirmed: CaseId;
let matched: CaseId;

test('what an analyst confirms of a sighting is given to the other hotline, whose list then decides what the crawler sees', async () => {
  const sighting = {
    ...{ url: 'http://pictures.example.org/a.jpg', pageUrl: 'http://pictures.example.org/', seenAt: START },
    ...{
      ip: '85.24.180.40',
      country: countryCodeSchema.parse('SE'),
      network: 'AS64500 example',
      headers: {},
      sizeBytes: 9,
    },
    ...{ listId: 99, entryId: 1, source: 'A list', category: 'to-assess', hashes: HASHES, isTrusted: false },
    ...({ kind: 'near', distance: 9, isConfirmed: true } as const),
  };
  const finding = { outcome: 'compared', isSeenBefore: false, contentMark: undefined, remember: undefined } as const;
  await transact(sweden.db, (tx) =>
    storeFindings(tx, sweden.serviceKey, [{ ...finding, sizeBytes: 9, sightings: [sighting] }]),
  );
  await sweden.deliver();
  confirmed = await caseOf(sweden, 'c.origin', 'sighting');
  await work(sweden, confirmed, BASELINE);
  assert.equal(await row(sweden, 'select 1 from exchange_entry'), undefined, 'nothing before the case is decided');
  await decide(sweden, confirmed);
  assert.equal((await syncPeer(germany.sync, swedenAtGermany)).applied, 1);
  const listId = (await readPeer(germany.db, germany.serviceKey, swedenAtGermany))?.listId;
  assert.ok(listId !== undefined);
  await transact(germany.db, (tx) => proposeActivation(tx, listId, idOf(germany.analyst), START));
  await transact(germany.db, (tx) => confirmActivation(tx, listId, idOf(germany.supervisor), START));
  const hit = {
    ...{
      sightingId: sightingIdSchema.parse(crypto.randomUUID()),
      listId,
      entryId: 1,
      kind: 'exact' as const,
      distance: 0,
    },
    ...{ category: 'illegal-baseline', source: sweden.name, isTrusted: true, seenAt: START },
    pageUrl: 'http://pictures.example.org/',
  };
  const url = 'http://pictures.example.org/copy.jpg';
  await transact(germany.db, (tx) => openCaseForSighting(tx, germany.serviceKey, { url, hit }, START));
  await germany.deliver();
  matched = await caseOf(germany, 'c.origin', 'sighting');
  assert.equal(
    (await row(germany, 'select state from takedown'))?.['state'],
    'seeking',
    'its provider is being looked for',
  );
});

test('taken back by a person it stays so; what the other list had decided stops, is no removal, and goes to an analyst', async () => {
  const { analyst } = sweden;
  const [item] = (await readCase(sweden.db, sweden.serviceKey, confirmed))?.items ?? [];
  const path = `/cases/${confirmed}/items/${item?.id ?? ''}`;
  assert.match((await analyst.get(path)).body, /Given since .*Take it back from all hotlines/s);
  assert.match((await analyst.post(`${path}/given`, { act: 'keep-back' })).headers.location ?? '', /done=kept-back/);
  await sweden.pool.query(
    `insert into outbox (event) values (jsonb_build_object('kind', 'case-decided', 'caseId', $1::text))`,
    [confirmed],
  );
  await sweden.deliver();
  assert.match((await analyst.get(path)).body, /Taken back by a person here/);

  await syncPeer(germany.sync, swedenAtGermany);
  await germany.deliver();
  assert.deepEqual(await row(germany, 'select state, end_reason from takedown'), {
    ...{ state: 'ended', end_reason: 'entry-withdrawn' },
  });
  const view = await readCase(germany.db, germany.serviceKey, matched);
  assert.deepEqual([view?.state, view?.items[0]?.state], ['new', 'new']);
  const toProvider = (await listDispatches(germany.db, matched)).filter(
    ({ destination }) => destination === 'provider',
  );
  assert.deepEqual(
    toProvider.map(({ state }) => state),
    ['cancelled'],
  );

  await analyst.get(path);
  assert.match((await analyst.post(`${path}/given`, { act: 'let-go' })).headers.location ?? '', /done=let-go/);
  await sweden.deliver();
  assert.equal((await syncPeer(germany.sync, swedenAtGermany)).applied, 1, 'and it is there again');
});

test('a case is outlined, handed over, read there with what its sender said, and tells back what it came to', async () => {
  const caseId = await sweden.desk.openCase({ addresses: ['http://tyska.example.org/1'] }, 'DE');
  await sweden.pool.query('delete from outbox');
  await work(sweden, caseId, BASELINE);
  const outline = (await sweden.analyst.get(`/cases/${caseId}/outline`)).body;
  for (const [field, value] of [
    ['category', 'online'],
    ['url', 'hxxp://tyska[.]example[.]org/1'],
    ['answers.severity', 'B'],
    ['caseNumber', String((await readCase(sweden.db, sweden.serviceKey, caseId))?.number)],
  ] as const) {
    assert.ok(outline.includes(`>${field}</code>`), field);
    assert.ok(outline.includes(`>${value}</td>`), value);
  }
  assert.ok(!outline.includes('Ordinary words'), 'a tip is not read by looking at what would leave');
  await decide(sweden, caseId);
  const arrived = await caseOf(germany, 'c.origin', 'exchange');
  await germany.pool.query('delete from outbox');
  const { analyst } = germany;
  assert.match((await analyst.get(`/cases/${arrived}`)).body, /Handed over by another hotline.*|From Hotline Sverige/s);
  const [item] = (await readCase(germany.db, germany.serviceKey, arrived))?.items ?? [];
  const itemPage = (await analyst.get(`/cases/${arrived}/items/${item?.id ?? ''}`)).body;
  assert.match(itemPage, /From Hotline Sverige.*They hear from us.*Received.*They say/s);
  await work(germany, arrived, HARMLESS);
  await decide(germany, arrived);
  await syncPeer(sweden.sync, germanyAtSweden);
  assert.match(
    (await sweden.analyst.get(`/cases/${caseId}`)).body,
    /Handed to Hotline Deutschland.*We hear from them: not illegal/s,
  );
});

test('the pages about it fit every screen and have no barrier in either language and colour', async () => {
  const browser = await openBrowser();
  try {
    const here = await caseOf(germany, 'c.origin', 'exchange');
    const [theirs] = (await readCase(germany.db, germany.serviceKey, here))?.items ?? [];
    const [ours] = (await readCase(sweden.db, sweden.serviceKey, confirmed))?.items ?? [];
    const open = await sweden.desk.openCase(
      { addresses: ['http://tyska.example.org/2', 'http://se.example.org/3'] },
      'DE',
    );
    await work(sweden, open, BASELINE);
    for (const [house, language, name, path] of [
      [germany, 'en', 'handed-case', `/cases/${here}`],
      [germany, 'sv', 'handed-item', `/cases/${here}/items/${theirs?.id ?? ''}`],
      [sweden, 'en', 'given-item', `/cases/${confirmed}/items/${ours?.id ?? ''}`],
      [sweden, 'sv', 'outline', `/cases/${open}/outline`],
    ] as const) {
      const site = house.desk.http.server.listening
        ? house.desk.http.listeningOrigin
        : await house.desk.http.listen({ host: '127.0.0.1', port: 0 });
      const page = await openPageOf(browser, site, house.analyst, language);
      await page.goto(`${site}${path}`);
      await look(browser, name, page, { widths: [390, 1280] });
    }
    assert.deepEqual(browser.strayRequests(), []);
  } finally {
    await browser.close();
  }
});
