/** Where a case is hosted, seen in a browser: the map, the table that says the same, and nothing where nothing is known. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { noteLocation, readCase } from '../cases/door.ts';
import { openAsTable } from '../crawl/door.ts';
import { makeMmdb } from '../crawl/mmdb-for-tests.ts';
import { writeLookup } from '../notices/contacts/lookup-store.ts';
import { transact } from '../platform/db.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import type { CaseId } from '../terms/ids.ts';
import { openConsole } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';

const { db } = await freshDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-hosts-'));
const asFile = path.join(folder, 'asn.mmdb');
const as = (asn: number, name: string) => ({ autonomous_system_number: asn, autonomous_system_organization: name });
await writeFile(
  asFile,
  makeMmdb(
    'DBIP-ASN-Lite',
    { '5.9.0.0/16': as(64_500, 'Example Hosting'), '5.9.8.0/24': as(64_501, 'Exempelvärd AB') },
    new Date('2026-11-01T00:00:00Z'),
  ),
);
const desk = await openConsole(db, {}, {}, { asTable: openAsTable(asFile) });
const astrid = await desk.logIn('astrid', 'analyst');
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
  await rm(folder, { recursive: true, force: true });
});

/** A case with an item at each of these countries; undefined: its host was not found. */
async function caseAt(name: string, countries: readonly (string | undefined)[]): Promise<CaseId> {
  const addresses = countries.map((_, index) => `https://${name}.example.org/album/${index + 1}`);
  const caseId = await desk.openCase({ addresses });
  const view = await readCase(db, desk.deps.serviceKey, caseId);
  await transact(db, async (tx) => {
    for (const item of view?.items ?? []) {
      const code = countries[Number(item.url.slice(item.url.lastIndexOf('/') + 1)) - 1];
      const country = code === undefined ? undefined : countryCodeSchema.parse(code);
      const ip = code === undefined ? undefined : code === 'SE' ? '5.9.8.1' : '5.9.1.1';
      const location = { code: 'found', ip, country };
      await noteLocation(tx, desk.deps.serviceKey, item.id, location, desk.deps.clock.now());
    }
  });
  return caseId;
}

test('a case shows where its items are hosted, on a small map and in words, and has no barrier', async () => {
  const europe = await caseAt('europe', ['NL', 'NL', 'NL', 'DE', 'FR', 'LU', 'SE', 'RO', 'NL', 'NL', undefined, 'CZ']);
  const world = await caseAt('world', ['US', 'US', 'SG', 'NL', 'RU', 'BR', 'HK', 'SC', 'AU']);
  for (const [name, caseId, language] of [
    ['hosts-europe', europe, 'sv'],
    ['hosts-world', world, 'en'],
  ] as const) {
    const page = await openPageOf(browser, site, astrid, language);
    await page.goto(`${site}/cases/${caseId}`);
    await look(browser, name, page, { widths: [390, 1280] });
    await page.emulateMedia({ forcedColors: 'active' });
    assert.deepEqual(await browser.findBarriers(`${name}-forced`, page, ['light']), []);
    const drawn = await page.locator('svg.host-map').evaluate((svg) => svg.outerHTML);
    assert.ok(drawn.length < 40_000, `${name}: ${drawn.length} characters`);
    await page.context().close();
  }
  const { body } = await astrid.get(`/cases/${europe}`);
  assert.match(body, /<svg class="host-map"[^>]*aria-hidden="true"/);
  assert.match(
    body,
    /Netherlands<span class="help">AS64500 Example Hosting<\/span><\/th><td[^>]*>5 items: \d[\d, –]*<\/td>[^]*Not known<\/th><td[^>]*>item \d+<\/td>/,
  );
  assert.match(body, /the table DBIP-ASN-Lite of 1 Nov 2026\. <a href="https:\/\/db-ip\.com" rel="noreferrer">/);
  assert.equal(body.match(/<path class="host"/g)?.length, 7, 'each country that hosts something is marked, once');
});

test('an item says its network, by whom, and where the registries name another', async () => {
  const caseId = await caseAt('item', ['SE']);
  const [item] = (await readCase(db, desk.deps.serviceKey, caseId))?.items ?? [];
  const show = async () => (await astrid.get(`/cases/${caseId}/items/${item?.id ?? ''}`)).body;
  assert.match(await show(), /Network<\/dt><dd>AS64501 Exempelvärd AB<span class="help">Networks: registries/);
  await sql`insert into watch (item_id, host_digest, state, started_at, visits, last_verdict, last_because, last_visit_at, shrouded_ips)
    values (${item?.id ?? ''}, '', 'watching', now(), 1, 'online', 'same-page', now(),
      ${desk.deps.serviceKey.shroud('ip', '5.9.1.7')})`.execute(db);
  const moved = /Item 1 answered from another network: AS64500 Example Hosting, before AS64501 Exempelvärd AB/;
  assert.match((await astrid.get(`/cases/${caseId}`)).body, moved, 'on the timeline');
  assert.match(await show(), moved);
  const key = 'ripe-origin 5.9.8.1';
  const kept = { fetchedAt: new Date(), failures: 0, askAt: new Date(), forgetAt: new Date(Date.now() + 1e9) };
  const answer = { kind: 'found' as const, value: { networks: [], asns: [64_502] } };
  await transact(db, (tx) => writeLookup(tx, desk.deps.serviceKey, key, { ...kept, answer }, new Date()));
  assert.match(await show(), /<dd>AS64502<span class="help">The table of networks says AS64501 Exempelvärd AB: one of/);
});

test('a case shows no map before any country is known', async () => {
  const caseId = await caseAt('nowhere', [undefined]);
  assert.doesNotMatch((await astrid.get(`/cases/${caseId}`)).body, /class="hosts"/);
});
