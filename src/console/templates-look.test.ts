/** The pages of the letters' texts in a browser without script: a telephone and a large screen, light and dark, and no barrier. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openConsole } from './console-for-tests.ts';
import { look as lookAt, openPageOf } from './look-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});
const look = (name: string, page: Page) => lookAt(browser, name, page, { widths: [390, 1280] });

test('the pages of the letters’ texts fit a telephone and have no barrier, from the edit to the second person’s release', async () => {
  const page = await openPageOf(browser, site, await desk.logIn('astrid', 'supervisor'), 'en');
  await page.goto(`${site}/templates`);
  await look('templates', page);

  await page.getByRole('link', { name: 'Change' }).click();
  await page.locator('#en-greeting').fill('To whom it may concern');
  await page.getByRole('button', { name: 'Check and preview' }).click();
  await look('template-problem', page);
  await page.locator('#en-greeting').fill('Dear abuse desk of {provider},');
  await page
    .locator('#en-warning')
    .fill('Please do not open the address unless your law allows it.\n\nA log entry is enough for us.');
  await page.locator('#reason').fill('Providers have asked for a friendlier tone');
  await page.getByRole('button', { name: 'Check and preview' }).click();
  await look('template-preview', page);
  await page.getByRole('button', { name: 'Propose' }).click();
  await look('template-proposed', page);

  const other = await openPageOf(browser, site, await desk.logIn('birger', 'supervisor'), 'sv');
  await other.goto(`${site}/templates/1`);
  await look('template-release-sv', other);
  await other.locator('form[action="/templates/1/release"] button').click();
  await other.goto(`${site}/templates`);
  await look('templates-released-sv', other);
  assert.deepEqual(browser.strayRequests(), []);
});
