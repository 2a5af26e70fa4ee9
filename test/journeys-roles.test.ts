/**
 * A day of each role, in a real browser on one console with its own database: what they begin with, what their work is, and that no page
 * of theirs has a barrier. What a role may not do is told by every route with every role (src/console/access.test.ts).
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { openConsole, PASSWORD } from '../src/console/console-for-tests.ts';
import { look } from '../src/console/look-for-tests.ts';
import { examine } from '../src/doctor/door.ts';
import { ledgerSignerFrom, sequenceOnce } from '../src/ledger/door.ts';
import { totpCode, type Role } from '../src/staff/door.ts';
import { openBrowser } from './browser.ts';
import { freshDatabase } from './fresh-database.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-roles-'));
const { db } = await freshDatabase();
const desk = await openConsole(
  db,
  {},
  {},
  {
    examine: () =>
      examine({
        ...{ db, serviceKey: desk.deps.serviceKey, dataDir: folder, checkpointFolder: folder, secretFiles: [] },
        ...{ hasRecoveryKey: false, modes: {}, now: () => new Date() },
      }),
  },
);
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the page says, and that it has no barrier. */
async function see(page: Page, name: string, words: string | RegExp): Promise<void> {
  await page.getByText(words).first().waitFor();
  assert.deepEqual(await browser.findBarriers(name, page, ['light']), []);
}

/** The same for the pages that the house is kept by, at both widths and in both colours. */
async function seeWhole(page: Page, name: string, words: string | RegExp): Promise<void> {
  await page.getByText(words).first().waitFor();
  await look(browser, name.replaceAll(' ', '-'), page, { widths: [390, 1280] });
}

/** Somebody new who works here, logged in, at the page where their day begins. */
async function comeIn(login: string, role: Role): Promise<Page> {
  const visitor = await desk.logIn(login, role);
  const { page } = await browser.visitor({ language: 'en', script: 'on' });
  const cookies = [...visitor.cookies, ['fyr-language', 'en'] as const];
  await page.context().addCookies(cookies.map(([name, value]) => ({ name, value, url: site })));
  await page.goto(site);
  return page;
}

const pathOf = (page: Page): string => new URL(page.url()).pathname;

async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(' ')) {
    await page.locator('html:not(.busy)').waitFor();
    await page.keyboard.press(key);
    await page.locator('html:not(.busy).keys').waitFor();
  }
}

/** Everybody's keys are made before the first tip comes. */
const astrid = await desk.logIn('astrid', 'analyst');
const lena = await comeIn('lena', 'lead');
const signe = await comeIn('signe', 'supervisor');
const sixten = await comeIn('sixten', 'supervisor');
const adam = await comeIn('adam', 'administrator');
const aud = await comeIn('aud', 'auditor');
const pia = await comeIn('pia', 'police');
for (const index of [1, 2, 3]) await desk.openCase({ addresses: [`https://bilder.example.org/album/${index}`] });

test('an analyst logs in, assesses and decides by key, takes a break, locks up, and gives back what is left', async () => {
  const { page } = await browser.visitor({ language: 'en', script: 'on' });
  await page.goto(site);
  desk.waitMinutes(1);
  await page.locator('#login').fill('astrid');
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#code').fill(totpCode(astrid.totpSecret, desk.deps.clock.now()));
  await see(page, 'log-in', 'Log in');
  await page.keyboard.press('Enter');
  await see(page, 'queue', 'Claim the next case');
  await press(page, 'n a b 2 3 1 2 s 0 s D');
  await see(page, 'decided case', /Decided/);
  await press(page, 'q n');
  await see(page, 'claimed case', 'The case is yours.');
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('dialog', { name: 'Locked' }).getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Locked' }).waitFor({ state: 'hidden' });
  await page.goto(`${site}/day`);
  await see(page, 'my day', 'My day');
  await page.goto(`${site}/day/end`);
  await see(page, 'end of the day', /still in your hands/);
  await page.locator('form[action="/day/give-back"] button').click();
  await see(page, 'nothing left', /Nothing is left in your hands/);
  await page.getByRole('button', { name: 'Log out' }).first().click();
  await page.waitForURL(/\/log-in$/);
});

test('a lead sees what others have and how far people agree', async () => {
  await lena.goto(site);
  await see(lena, 'lead’s queue', 'Claim the next case');
  await lena.goto(`${site}/second/agreement`);
  await see(lena, 'agreement', 'How far we agree');
  await lena.goto(`${site}/providers`);
  await see(lena, 'providers', 'Providers');
});

test('two supervisors invite somebody, and agree on a known list and on how long things are kept', async () => {
  await sql`insert into known_list (name, source, kind, format, state, category_map, trusted, codes, entries, created_at)
    values ('Autumn', 'National police', 'file', 'vics', 'draft', '{"1":"illegal-baseline"}', array['illegal-baseline'], array['1'], 2, now())`.execute(
    db,
  );
  await signe.goto(`${site}/staff`);
  await see(signe, 'staff', 'Invite somebody');
  await signe.locator('#password').fill(PASSWORD);
  await signe.getByRole('button', { name: 'Make a link' }).click();
  await see(signe, 'invitation', 'It is shown once');
  await signe.goto(`${site}/lists`);
  await signe.getByRole('button', { name: 'Propose it: Autumn' }).click();
  await seeWhole(signe, 'proposed list', 'Another person has to confirm it.');
  await signe.goto(`${site}/retention`);
  await signe.locator('#days').fill('180');
  await signe.getByRole('button', { name: 'Propose it' }).click();
  await seeWhole(signe, 'proposed retention', 'Person signe wants 180 days');
  await sixten.goto(`${site}/lists`);
  await sixten.getByRole('button', { name: 'Make it active: Autumn' }).click();
  await see(sixten, 'active list', 'The list is active.');
  await sixten.goto(`${site}/retention`);
  await sixten.getByRole('button', { name: 'Agree' }).click();
  await see(sixten, 'changed retention', /erased 180 days after/);
});

test('an administrator begins at the partners, gives a key, and looks after the house; no case opens', async () => {
  assert.equal(pathOf(adam), '/partners');
  await see(adam, 'partners', 'Where cases go');
  assert.equal(await adam.getByRole('link', { name: 'Queue' }).count(), 0);
  await adam.goto(`${site}/check-keys`);
  await adam.locator('#name').fill('A platform');
  await adam.locator('#password').fill(PASSWORD);
  await adam.getByRole('button', { name: 'Make a key' }).click();
  await seeWhole(adam, 'check key', 'This is shown once');
  await adam.goto(`${site}/health`);
  await adam.getByRole('button', { name: 'Examine the house now' }).click();
  await seeWhole(adam, 'health', 'There is no recovery key');
  await adam.goto(`${site}/sessions`);
  await see(adam, 'sessions', 'Passkeys');
});

test('an auditor begins at the ledger, follows what two people agreed on to its proofs, and finds nothing to change', async () => {
  const signer = ledgerSignerFrom(desk.deps.serviceKey.ledgerSeed);
  await sequenceOnce({ db, checkpointFolder: folder, clock: desk.deps.clock, signer });
  assert.equal(pathOf(aud), '/ledger');
  await see(aud, 'ledger', 'Every act is recorded here');
  await aud.getByRole('link', { name: 'Acts' }).click();
  await aud.locator('#what').fill('retention.');
  await aud.getByRole('button', { name: 'Search' }).click();
  await seeWhole(aud, 'acts', 'retention.changed');
  await aud.getByRole('link', { name: 'house:retention' }).first().click();
  const download = aud.waitForEvent('download');
  await aud.getByRole('link', { name: 'Proofs of all acts' }).click();
  assert.equal((await download).suggestedFilename(), 'ledger-proofs.json');
  await aud.goto(`${site}/lists`);
  await see(aud, 'lists', 'Autumn');
  assert.equal(await aud.locator('main form').count(), 0);
});

test('an officer of the police sees their own pages and nothing of the hotline', async () => {
  assert.equal(pathOf(pia), '/police');
  await see(pia, 'police', 'Cases');
  const links = await pia.getByRole('navigation').first().getByRole('link').allInnerTexts();
  assert.deepEqual(links, ['Cases']);
  assert.deepEqual(browser.strayRequests(), []);
});
