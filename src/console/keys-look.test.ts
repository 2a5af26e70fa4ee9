/** The console by keyboard in a real browser with its script: routine cases in few keystrokes, the palette, rows, and how it looks. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { readCaseSummary } from '../cases/door.ts';
import type { CaseId } from '../terms/ids.ts';
import { openConsole, PASSWORD, type Visitor } from './console-for-tests.ts';
import { look } from './look-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const astrid = await desk.logIn('astrid', 'analyst');
await desk.logIn('birger', 'analyst');
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});

async function openPage(visitor: Visitor): Promise<Page> {
  const { page } = await browser.visitor({ language: 'sv', script: 'on' });
  const cookies = [...visitor.cookies].filter(([name]) => name !== 'language');
  await page
    .context()
    .addCookies([...cookies, ['language', 'sv'] as const].map(([name, value]) => ({ name, value, url: site })));
  await page.goto(site);
  return page;
}

/** Presses keys one after the other, each on the page that the one before has led to. */
async function press(page: Page, keys: string): Promise<number> {
  const strokes = keys.split(' ');
  for (const key of strokes) {
    await page.locator('html:not(.busy)').waitFor();
    await page.keyboard.press(key);
    await page.locator('html:not(.busy).keys').waitFor();
  }
  return strokes.length;
}

/** n: the next case, a: its first item; then its answers, s: save; 0: nothing else about the case, s: save; D: decide. */
const ROUTINE = [...['b 2 3 1 2', 'v', 'z 1 2', 'b 1 2 3 1', '2', '3', 'b 3 4 1 4', 'v', 'z 2 1', 'b 2 2 2 2']].map(
  (answers) => `n a ${answers} s 0 s D`,
);

test('ten routine cases are assessed and decided in at most twelve keystrokes each', async () => {
  const caseIds: CaseId[] = [];
  for (const index of ROUTINE.keys())
    caseIds.push(await desk.openCase({ addresses: [`https://bilder.example.org/album/${index}`] }));
  const page = await openPage(astrid);
  for (const keys of ROUTINE) {
    const strokes = await press(page, keys);
    assert.ok(strokes <= 12, `${strokes}: ${keys}`);
    await page.getByText('Beslutat').first().waitFor();
  }
  for (const id of caseIds) assert.match((await readCaseSummary(db, id))?.state ?? '', /decided|closed/);
  assert.deepEqual(browser.strayRequests(), []);
});

test('what can be done is found in the palette by a part of its name, and single keys can be turned off', async () => {
  await desk.openCase({ addresses: ['https://bilder.example.org/palett'] });
  const page = await openPage(astrid);
  await press(page, 'Control+k');
  const palette = page.getByRole('dialog');
  await palette.getByRole('textbox').fill('nästa');
  assert.deepEqual(await palette.locator('li button').allInnerTexts(), ['Ta nästa ärende\nn']);
  await palette.getByRole('textbox').fill('xyz');
  await palette.getByText('Inget här heter så.').waitFor();
  await palette.getByRole('textbox').fill('');
  await look(browser, 'palette', page, { widths: [390, 1280] });
  await palette.getByRole('checkbox').uncheck();
  await palette.getByRole('button', { name: 'Stäng' }).click();
  await page.keyboard.press('n');
  assert.equal(new URL(page.url()).pathname, '/');
  await page.keyboard.press('Control+k');
  await palette.getByRole('checkbox').check();
  await palette.getByRole('textbox').fill('nästa');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/cases\//);
});

test('rows are gone through and chosen by key, and what is typed in a field is no command', async () => {
  for (const index of [1, 2, 3])
    await desk.openCase({ addresses: [`https://rad.example.org/${index}`], category: 'other' });
  const page = await openPage(astrid);
  const numbers = await page.locator('table.queue tbody th').allInnerTexts();
  await press(page, 'j x j x k');
  assert.equal(await page.locator('tr.at th').innerText(), numbers[0]);
  assert.equal(await page.locator('td.choose input:checked').count(), 2);
  await look(browser, 'queue', page, { widths: [390, 1280] });
  await press(page, 'b');
  await page.getByRole('heading', { level: 1, name: 'Med de valda ärendena' }).waitFor();
  await look(browser, 'bulk', page, { widths: [390, 1280] });
  await press(page, 'y');
  await page.getByText('De är dina').waitFor();
  await press(page, 'j Enter');
  await page.waitForURL(/\/cases\//);
  await press(page, 't');
  await page.keyboard.type('n g @birger titta på den här');
  assert.match(page.url(), /\/cases\//);
  await page.getByRole('button', { name: 'Spara anteckningen' }).click();
  await page.getByText('@birger titta på den här').waitFor();
  await press(page, 'a');
  await look(browser, 'assess', page, { widths: [390, 1280] });
  await press(page, 'Escape h');
  await page.getByRole('heading', { level: 1, name: /^Ordna ärende/ }).waitFor();
  await look(browser, 'arrange', page, { widths: [390, 1280] });
  await press(page, 'Escape /');
  await page.waitForURL(/\/search$/);
  await page.getByRole('textbox').fill('rad.example.org');
  await page.keyboard.press('Enter');
  await page.getByRole('table').waitFor();
  await look(browser, 'search', page, { widths: [390, 1280] });
});

test('without a connection nothing is sent, and the page says so', async () => {
  const page = await openPage(astrid);
  await page.context().setOffline(true);
  await page.getByRole('alert').filter({ hasText: 'Det finns ingen förbindelse' }).waitFor();
  await page.keyboard.press('n');
  assert.equal(new URL(page.url()).pathname, '/');
  await page.context().setOffline(false);
  await page.getByRole('alert').waitFor({ state: 'hidden' });
});

test('a page that nobody touches covers itself, a key shows it again, and typing for long keeps the session', async () => {
  const page = await openPage(astrid);
  await page.clock.install();
  await page.reload();
  await page.clock.fastForward('05:30');
  await page.locator('html.covered').waitFor();
  assert.equal(await page.getByRole('main').isVisible(), false);
  const presence = page.waitForResponse(/\/presence$/);
  await page.keyboard.press('Shift');
  await page.locator('html:not(.covered)').waitFor();
  assert.equal(await page.getByRole('main').isVisible(), true);
  await page.clock.fastForward('00:20');
  assert.equal((await presence).status(), 200);
});

test('a page left alone is locked with what was typed on it, shows nothing of it, and gives it back for the password', async () => {
  const caseId = await desk.openCase({ addresses: ['https://bilder.example.org/last'] });
  const page = await openPage(astrid);
  await page.clock.install();
  await page.goto(`${site}/cases/${caseId}`);
  await page.locator('textarea[name=note]').fill('halvskriven');
  await page.clock.fastForward('15:30');
  desk.waitMinutes(16);
  await page.clock.fastForward('00:20');
  const lock = page.getByRole('dialog', { name: 'Låst' });
  await lock.waitFor();
  assert.equal(await page.getByRole('main').isVisible(), false);
  await look(browser, 'lock-dialog', page, { widths: [390, 1280] });
  await page.keyboard.press('Escape');
  await lock.getByLabel('Lösenord').fill('fel lösenord helt');
  await page.keyboard.press('Enter');
  await lock.getByText('Det är inte ditt lösenord').waitFor();
  await lock.getByLabel('Lösenord').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await lock.waitFor({ state: 'hidden' });
  assert.equal(await page.locator('textarea[name=note]').inputValue(), 'halvskriven');
  await page.getByRole('button', { name: 'Lås', exact: true }).click();
  await lock.waitFor();
  const other = await openPage(astrid);
  await other.getByRole('heading', { name: 'Låst' }).waitFor();
  await look(browser, 'lock-page', other, { widths: [390, 1280] });
  await other.getByLabel('Lösenord').fill(PASSWORD);
  await other.keyboard.press('Enter');
  await other.getByRole('navigation').first().waitFor();
});

test('a page whose session was ended elsewhere is emptied, but for what was typed on it', async () => {
  const caseId = await desk.openCase({ addresses: ['https://bilder.example.org/ended'] });
  const gun = await desk.logIn('gun', 'analyst');
  const [quiet, typed] = [await openPage(gun), await openPage(gun)];
  for (const page of [quiet, typed]) {
    await page.clock.install();
    await page.goto(`${site}/cases/${caseId}`);
  }
  await typed.locator('textarea[name=note]').fill('halvskriven');
  await gun.get('/sessions');
  assert.equal((await gun.post('/log-out')).headers.location, '/log-in');
  for (const page of [quiet, typed]) {
    await page.clock.fastForward('15:30');
    await page.getByRole('dialog', { name: 'Låst' }).getByText('Sessionen är slut').waitFor();
    assert.equal(await page.getByRole('main').isVisible(), false);
  }
  assert.equal(await quiet.locator('main > *').count(), 0);
  assert.equal(await typed.locator('textarea[name=note]').inputValue(), 'halvskriven');
});
