/** Where a case is hosted, seen in a browser: the map, the table that says the same, and nothing where nothing is known. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { noteLocation, readCase } from '../cases/door.ts';
import { transact } from '../platform/db.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import type { CaseId } from '../terms/ids.ts';
import { openConsole } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const astrid = await desk.logIn('astrid', 'analyst');
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
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
      const location = { code: 'found', ip: country === undefined ? undefined : '192.0.2.10', country };
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
  assert.match(body, /Netherlands<\/th><td[^>]*>5 items: \d[\d, –]*<\/td>[^]*Not known<\/th><td[^>]*>item \d+<\/td>/);
  assert.equal(body.match(/<path class="host"/g)?.length, 7, 'each country that hosts something is marked, once');
});

test('a case shows no map before any country is known', async () => {
  const caseId = await caseAt('nowhere', [undefined]);
  assert.doesNotMatch((await astrid.get(`/cases/${caseId}`)).body, /class="hosts"/);
});
