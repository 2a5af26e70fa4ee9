/** The form about an item's origin, as analysts fill it in, and the pages that say what came of it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { noteLocation, readCase } from '../cases/door.ts';
import { insertLetter, recordingEffects } from '../notices/answers/answers-for-tests.ts';
import { noteAnswer } from '../notices/door.ts';
import { transact } from '../platform/db.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import type { CaseId, ItemId } from '../terms/ids.ts';
import { openConsole } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';

const database = await freshDatabase();
const { db } = database;
const desk = await openConsole(db);
const { serviceKey, clock } = desk.deps;
const astrid = await desk.logIn('astrid', 'analyst');
const birger = await desk.logIn('birger', 'analyst');
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});

/** Of the first network in config/proxy-networks.json; and one of a hosting provider's. */
const [PROXY, HOST] = ['104.16.1.1', '5.9.1.1'];
const BASELINE = {
  ...{ access: 'available', 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes', severity: 'B' },
  ...{ age: '7-10', gender: 'female', virtual: 'no', 'self-generated': 'unknown', modelling: 'no' },
  ...{ 'content-type': 'media', 'site-type': 'image-host', commercial: 'no' },
};

interface Scene {
  readonly caseId: CaseId;
  readonly itemId: ItemId;
  readonly path: string;
}

/** A case of the analyst's with one item, assessed as illegal, whose host answers at `ip`. */
async function caseAt(name: string, ip: string, country = 'US'): Promise<Scene> {
  const caseId = await desk.openCase({ addresses: [`https://${name}.example.org/album/1`] });
  const itemId = (await readCase(db, serviceKey, caseId))?.items[0]?.id;
  assert.ok(itemId);
  const location = { code: 'found', ip, country: countryCodeSchema.parse(country) };
  await transact(db, (tx) => noteLocation(tx, serviceKey, itemId, location, clock.now()));
  await astrid.get('/');
  await astrid.post(`/cases/${caseId}/claim`);
  const path = `/cases/${caseId}/items/${itemId}`;
  await astrid.get(path);
  assert.match((await astrid.post(path, BASELINE)).headers.location ?? '', /done=assessed/);
  return { caseId, itemId, path };
}

const said = (what: string, host = '', way = '') => ({ 'origin-said': what, 'origin-host': host, 'origin-way': way });
const say = async ({ path }: Pick<Scene, 'path'>, fields: Record<string, string>) => {
  await astrid.get(path);
  return astrid.post(`${path}/origin`, fields);
};
const problemsIn = (body: string): readonly string[] =>
  [...body.matchAll(/id="(origin-\w+)-problem">([^<]*)/g)].map(([, field, text]) => `${field ?? ''}: ${text ?? ''}`);

test('an item behind a known CDN or proxy waits for its origin, and its page says what to do', async () => {
  const scene = await caseAt('hidden', PROXY);
  const casePage = (await astrid.get(`/cases/${scene.caseId}`)).body;
  assert.match(casePage, /A CDN or proxy hides the host: a person finds the origin before anybody is told/);
  assert.match(casePage, new RegExp(`href="${scene.path}#origin">Say where item 1 is kept`));
  assert.match(casePage, /Behind a CDN or proxy<span class="help">origin not found yet/);
  assert.doesNotMatch(casePage, /class="host-map"/, 'the country of a proxy is nobody’s');
  const { body } = await astrid.get(scene.path);
  assert.match(body, /<details class="close after" open>[^]*Origin: host name or IP address/);
  await birger.get('/');
  assert.doesNotMatch((await birger.get(scene.path)).body, /name="origin-host"/);
  assert.match((await birger.post(`${scene.path}/origin`, said('not-found'))).headers.location ?? '', /not=not-yours/);
});

test('an origin is taken as a host name or IP address alone, and never the address that answers or a proxy’s', async () => {
  const scene = await caseAt('refused', PROXY);
  const refused = async (fields: Record<string, string>) => {
    const { statusCode, body } = await say(scene, fields);
    assert.equal(statusCode, 400);
    return problemsIn(body);
  };
  assert.match((await refused(said(''))).join(), /^origin-said: Say whether the origin was found/);
  for (const host of ['', 'not a host', '10.0.0.7', 'localhost', 'ftp://a.example.org', 'x'.repeat(400)])
    assert.match(
      (await refused(said('found', host, 'registry'))).join(),
      /^origin-host: Write a host name or an IP/,
      host,
    );
  for (const host of [PROXY, 'refused.example.org', 'https://refused.example.org/other'])
    assert.match(
      (await refused(said('found', host, 'other'))).join(),
      /^origin-host: That is the address that answers/,
    );
  assert.match(
    (await refused(said('found', '172.67.1.1', 'other'))).join(),
    /^origin-host: That IP address belongs to a/,
  );
  assert.match((await refused(said('found', HOST))).join(), /^origin-way: Say how it was found/);
  const { body } = await say(scene, said('found', '10.0.0.7', ''));
  assert.equal(problemsIn(body).length, 2, 'each field says what is wrong with it');
  assert.match(body, /value="10\.0\.0\.7"/, 'what was typed stands there still');
  const rows = await sql<{
    n: number;
  }>`select count(*)::int as n from item_origin where item_id = ${scene.itemId}`.execute(db);
  assert.equal(rows.rows[0]?.n, 0);
});

test('what is said of an origin can be corrected and taken back, stands on the timeline, and nothing of it lies in clear', async () => {
  const scene = await caseAt('corrected', PROXY);
  const page = async () => (await astrid.get(`/cases/${scene.caseId}`)).body;
  assert.match((await say(scene, said('not-found'))).headers.location ?? '', /done=origin-saved/);
  assert.match(await page(), /the origin could not be found: the CDN or proxy is told/);
  assert.match(await page(), /illegal, but where it is hosted is not known/i);
  desk.waitMinutes(1);
  await say(scene, said('found', ` ${HOST} `, 'history'));
  assert.match(await page(), /A CDN or proxy stands before the host: both are told/);
  assert.match(await page(), /class="host-map"/);
  assert.match(
    (await astrid.get(scene.path)).body,
    /Germany \(DE\)[^]*Certificates, or the DNS of before\. Person astrid/,
  );
  desk.waitMinutes(1);
  await say(scene, said('taken-back'));
  assert.match(await page(), /a person finds the origin before anybody is told/);
  for (const text of ['was found', 'could not be found', 'was taken back'])
    assert.match(await page(), new RegExp(`Item 1: [^<]*${text}`));
  const acts = await sql<{ action: string; row: string }>`
    select action, ledger_act::text as row from ledger_act where subject = ${`item:${scene.itemId}`} and action like 'item.origin-%' order by arrival`.execute(
    db,
  );
  assert.deepEqual(
    acts.rows.map(({ action }) => action),
    ['item.origin-not-found', 'item.origin-found', 'item.origin-taken-back'],
  );
  const rows = await sql`select item_origin::text as row from item_origin where item_id = ${scene.itemId}`.execute(db);
  assert.equal(rows.rows.length, 3);
  const inClear = JSON.stringify([rows.rows, acts.rows]);
  assert.ok(!inClear.includes(HOST) && !inClear.includes(Buffer.from(HOST).toString('hex')));
});

test('whoever knows of a proxy that the lists do not know says so, and the item is treated as behind one', async () => {
  const scene = await caseAt('unlisted', HOST, 'DE');
  assert.match((await astrid.get(scene.path)).body, /No CDN or proxy is known to answer at this address/);
  await say(scene, said('found', '5.9.200.1', 'provider'));
  assert.match((await astrid.get(`/cases/${scene.caseId}`)).body, /both are told/);
  await say(scene, said('taken-back'));
  assert.doesNotMatch((await astrid.get(`/cases/${scene.caseId}`)).body, /both are told|finds the origin/);
});

test('what a provider answered about whose it is stands on the form, with the first host that it names', async () => {
  const { pool } = database;
  const { letterId, notices } = await insertLetter(pool, serviceKey);
  const [notice] = notices;
  assert.ok(notice);
  const words = {
    text: 'Not ours. It is at 5.9.1.20, see https://panel.example.net/x.',
    otherName: 'Värd AB',
    otherEmail: 'abuse@host.example.net',
  };
  const answer = {
    letterId,
    noticeIds: [notice.noticeId],
    via: 'page',
    kind: 'not-ours',
    words,
    sourceKey: letterId,
  } as const;
  await transact(db, async (tx) => {
    await noteAnswer(tx, { serviceKey, effects: recordingEffects().effects }, answer, clock.now());
    const location = { code: 'found', ip: PROXY, country: countryCodeSchema.parse('US') };
    await noteLocation(tx, serviceKey, notice.itemId, location, clock.now());
  });
  const claim = (who: string | undefined) =>
    pool.query(`update case_file set state = 'claimed', claimed_by = $2 where id = $1`, [notice.caseId, who]);
  await claim(astrid.staffId);
  const path = `/cases/${notice.caseId}/items/${notice.itemId}`;
  const { body } = await astrid.get(path);
  assert.match(body, /Example Hosting has answered that it is not theirs: they name Värd AB [^]*It is at 5/);
  assert.match(body, /name="origin-host" value="5\.9\.1\.20"/);
  assert.match(body, /name="origin-way" value="provider"[^>]* checked/);
  await claim(birger.staffId);
  assert.doesNotMatch(
    (await astrid.get(path)).body,
    /Värd AB|It is at 5/,
    'whoever does not have the case reads no words of it',
  );
});

test('a host that answers elsewhere than it was assessed waits for a person, who assesses what is there now', async () => {
  const scene = await caseAt('moved', HOST, 'DE');
  const casePage = async () => (await astrid.get(`/cases/${scene.caseId}`)).body;
  desk.waitMinutes(5);
  await sql`insert into watch (item_id, host_digest, state, started_at, visits, last_verdict, last_because, last_visit_at, shrouded_ips)
    values (${scene.itemId}, '', 'watching', now(), 1, 'online', 'same-page', ${clock.now()}, ${serviceKey.shroud('ip', '5.9.1.77')})`.execute(
    db,
  );
  assert.doesNotMatch(await casePage(), /The host has changed/, 'the same network is the same host');
  await sql`update watch set shrouded_ips = ${serviceKey.shroud('ip', '185.70.41.1')} where item_id = ${scene.itemId}`.execute(
    db,
  );
  assert.match(await casePage(), /The host has changed since the decision: nothing is sent, an analyst looks again/);
  assert.match(await casePage(), new RegExp(`href="${scene.path}">Assess item 1 again`));
  const { body } = await astrid.get(scene.path);
  assert.match(
    body,
    /class="warning">The host has changed: the newest visit was answered at 185\[\.\]70\[\.\]41\[\.\]1/,
  );
  assert.match(body, /name="baseline-1"/, 'the questions are asked');
  desk.waitMinutes(1);
  await astrid.post(scene.path, BASELINE);
  assert.doesNotMatch(await casePage(), /The host has changed/);
  assert.match(
    (await astrid.get(scene.path)).body,
    /185\[\.\]70\[\.\]41\[\.\]1/,
    'where it is now is the item’s own place',
  );
});

test('the origin’s form fits and has no barrier, in both languages, without script', async () => {
  const hidden = await caseAt('look', PROXY);
  const found = await caseAt('look-found', PROXY);
  await say(found, said('found', HOST, 'registry'));
  for (const language of ['sv', 'en'] as const) {
    const page = await openPageOf(browser, site, astrid, language);
    for (const [name, path] of [
      ['origin-form', hidden.path],
      ['origin-found', found.path],
      ['origin-case', `/cases/${hidden.caseId}`],
      ['origin-case-found', `/cases/${found.caseId}`],
    ] as const) {
      await page.goto(`${site}${path}`);
      await look(browser, `${name}-${language}`, page, { widths: [320, 1280] });
    }
    await page.goto(`${site}${hidden.path}`);
    await page.locator('input[name="origin-said"][value="found"]').check();
    await page.locator('form[action$="/origin"] button').click();
    await look(browser, `origin-problems-${language}`, page, { widths: [320, 1280] });
    await page.context().close();
  }
});
