/** The routing table's pages in a browser without script: one person drafts and tries, another releases, and a case follows it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { proposeDecision } from '../deciding/door.ts';
import { readTableInUse } from '../routing/door.ts';
import { decideDepsOf } from './case-screen.ts';
import { openConsole } from './console-for-tests.ts';
import { look as lookAt, openPageOf } from './look-for-tests.ts';

const { db, pool } = await freshDatabase();
const desk = await openConsole(db);
const [astrid, birger, cecilia] = [
  await desk.logIn('astrid', 'administrator'),
  await desk.logIn('birger', 'supervisor'),
  await desk.logIn('cecilia', 'auditor'),
];
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});
const look = (name: string, page: Page) => lookAt(browser, name, page, { widths: [390, 1280] });

/** A case whose item an analyst has found illegal, decided. */
async function pastCase(host: string, country: string) {
  const caseId = await desk.openCase({ addresses: [`http://${host}/a.jpg`] }, country);
  await pool.query(`update case_file set state = 'decided', decided_at = now() where id = $1`, [caseId]);
  await pool.query(`update item set state = 'assessed', outcome = 'illegal-baseline' where case_id = $1`, [caseId]);
  return caseId;
}
const abroad = await pastCase('abroad.example.org', 'US');
await pastCase('home.example.org', 'SE');

test('an administrator drafts and tries a table, a supervisor reads what it changes and releases it, and cases follow it', async () => {
  const page = await openPageOf(browser, site, astrid, 'en');
  await page.goto(`${site}/routing`);
  await look('routing', page);
  await page.getByRole('button', { name: 'Begin a draft' }).click();
  await page.getByRole('link', { name: 'Add a row' }).click();
  await look('routing-row-new', page);

  // What may not be is said at its field, and nothing that was typed is lost.
  await page.getByLabel('Only in these countries').fill('USA');
  await page.getByLabel('the police, at once').check();
  await page.getByLabel('In Swedish').fill('Överenskommet med polisen.');
  await page.getByRole('button', { name: 'Save the row' }).click();
  assert.match(await page.locator('#countries-problem').innerText(), /two capital letters/);
  assert.match(await page.locator('#en-problem').innerText(), /3 to 300 characters/);
  assert.equal(await page.getByLabel('In Swedish').inputValue(), 'Överenskommet med polisen.');
  await look('routing-row-problems', page);
  await page.getByLabel('Only in these countries').fill('us');
  await page.getByLabel('In English').fill('Agreed with the police.');
  await page.getByLabel('Stands below').selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Save the row' }).click();
  await page.getByRole('button', { name: 'Remove: 8. Hosted abroad, in a country whose hotline takes' }).click();
  await page.getByLabel('Why is the table to change?').fill('Agreement of March with the police');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await look('routing-draft', page);
  assert.equal((await readTableInUse(db)).version, 0, 'a draft decides nothing');

  // The other may not release what was not tried.
  const other = await openPageOf(browser, site, birger, 'sv');
  await other.goto(`${site}/routing/1`);
  assert.match(await other.locator('aside').innerText(), /ingen prövning gjordes/);
  await page.getByRole('button', { name: 'Try it on past cases' }).click();
  assert.match(await page.locator('aside').innerText(), /another administrator or supervisor/);
  await other.reload();
  const trial = await other.locator('section[aria-labelledby="trial"]').innerText();
  assert.match(trial, /2 ärenden/);
  assert.match(trial, /Ärende 1\b[\s\S]*polisen, genast[\s\S]*Överenskommet med polisen/);
  assert.equal(await other.locator(`a[href="/cases/${abroad}"]`).count(), 1);
  assert.equal(await page.locator(`a[href="/cases/${abroad}"]`).count(), 0, 'an administrator sees no case');
  await look('routing-review-sv', other);
  await other.getByRole('button', { name: 'Släpp' }).click();
  assert.equal((await readTableInUse(db)).version, 1);
  await look('routing-released-sv', other);

  const proposal = await proposeDecision(decideDepsOf(desk.deps), abroad);
  const police = proposal?.decisions.find(({ kind }) => kind === 'police');
  assert.ok(police !== undefined);
  assert.deepEqual([police.by.version, police.by.row, police.rule], [1, police.rule, police.by.row]);
  await pool.query(`update case_file set state = 'new', decided_at = null where id = $1`, [abroad]);
  const shown = await birger.get(`/cases/${abroad}`);
  assert.equal(shown.statusCode, 200, shown.body);
  assert.match(shown.body, /Överenskommet med polisen|Agreed with the police/);
  assert.deepEqual(browser.strayRequests(), []);
});

test('the table’s pages take no order that none of theirs gives, and show an auditor everything but the ways to change it', async () => {
  await birger.get('/routing');
  assert.equal((await birger.post('/routing/begin')).headers.location, '/routing/draft?done=begun');
  await birger.get('/routing/draft');
  const post = async (path: string, fields: Record<string, string>) =>
    (await birger.post(path, fields)).headers.location;
  const seen = { version: '2', revision: '1' };
  assert.equal(await post('/routing/edit', { ...seen, order: 'sudo|inhope' }), '/routing/draft?not=not-understood');
  assert.equal(await post('/routing/edit', { ...seen, order: 'up|inhope' }), '/routing/draft');
  assert.equal(await post('/routing/edit', { ...seen, order: 'up|inhope' }), '/routing/draft?not=edited-meanwhile');
  assert.equal(await post('/routing/try', { ...seen, most: '5' }), '/routing/draft?not=edited-meanwhile');
  assert.equal(await post('/routing/2/release', { revision: '2' }), '/routing/2?not=same-person');
  assert.equal((await birger.get('/routing/draft/own-zzzzzz')).statusCode, 404);
  const changed = { ...seen, revision: '2', about: 'item', to: 'police', inhope: 'yes' };
  const refused = await birger.post('/routing/draft/inhope', changed);
  assert.equal(refused.statusCode, 400);
  assert.match(refused.body, /says something else than Fyr’s|säger nu något annat än Fyrs/);
  const [overview, version] = [await cecilia.get('/routing'), await cecilia.get('/routing/2')];
  assert.match(overview.body, /Agreement of March with the police/);
  for (const { body } of [overview, version]) assert.doesNotMatch(body, /action="\/routing/);
  assert.equal((await cecilia.get('/routing/draft')).statusCode, 403);
});
