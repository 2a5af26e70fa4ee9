/** The page as an abuse desk has it: in a browser without script, on a small phone and a large screen, light and dark. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../../test/browser.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { openHttp } from '../../platform/http.ts';
import { serveStylesheet } from '../../site/stylesheet.ts';
import type { ItemId } from '../../terms/ids.ts';
import { openTestClock, testServiceKey } from '../notices-for-tests.ts';
import { SITE_FILES } from '../../site/site-files.ts';
import { insertLetter, recordingEffects, testSiteIn } from './answers-for-tests.ts';
import { registerProviderPage } from './serve-provider-page.tsx';
import type { Sight } from './standing.ts';
import { pageTextsIn } from './texts/texts.ts';
import { RefusedPage } from './views/short-pages.tsx';

const { db, pool } = await freshDatabase();
const clock = openTestClock('2026-03-01T14:10:00Z');
const sights = new Map<ItemId, Sight>();
const { effects } = recordingEffects();
const http = await openHttp({
  ...{ log: quietLog, bodyLimitBytes: 65_536 },
  errorPage: () => RefusedPage({ site: testSiteIn('en'), texts: pageTextsIn('en') }),
});
serveStylesheet(http, SITE_FILES.stylesheet);
registerProviderPage(http, {
  ...{ db, serviceKey: testServiceKey, clock, log: quietLog, effects, siteIn: testSiteIn },
  readSights: () => Promise.resolve(sights),
});
const site = await http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await http.close();
});

const LONG =
  'https://pictures.example.org/albums/summer-holiday-by-the-sea-and-other-long-names/photograph-number-1200348.html?size=large&session=0a8f3b1c2d';
const folder = process.env['FYR_LOOK_FOLDER'];

/** How far the page reaches to the right, once a busy machine has laid it out anew for its width. */
async function settledRight(page: Page, width: number): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const right = await page.locator('main').evaluate((main) => {
      const ends = [...main.querySelectorAll('*')].map((each) => each.getBoundingClientRect().right);
      return Math.max(...ends);
    });
    if (right <= width || tries === 20) return right;
    await page.waitForTimeout(100);
  }
}

/** Looks at a page in both widths; in both colours, axe does. A folder in FYR_LOOK_FOLDER gets pictures for people. */
async function look(name: string, page: Page): Promise<void> {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const right = await settledRight(page, width);
    assert.ok(right <= width, `${name} is ${right} px wide on a screen of ${width}`);
    for (const colorScheme of folder === undefined ? [] : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder ?? ''}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  assert.deepEqual(await browser.findBarriers(name, page), []);
}

test('a desk with several addresses answers for some of them, corrects itself and answers again', async () => {
  const urls = ['https://pictures.example.org/album/7?page=2', LONG, 'https://files.example.org/s/4411'];
  const letter = await insertLetter(pool, testServiceKey, { urls: [...urls, 'https://files.example.org/s/4412'] });
  const [claimed, online, gone] = letter.notices;
  assert.ok(claimed && online && gone);
  const said = new Date('2026-03-01T13:10:00Z');
  await pool.query(`update notice set answer = 'removed', answered_at = $2 where id = $1`, [claimed.noticeId, said]);
  await pool.query(`update item set state = 'gone' where id = $1`, [gone.itemId]);
  for (const { itemId } of [claimed, online])
    sights.set(itemId, { verdict: 'online', at: new Date('2026-03-01T14:05:00Z') });
  const { page } = await browser.visitor({ language: 'en', script: 'off' });
  await page.goto(`${site}/n/${letter.token}`);
  await look('several-en', page);
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await look('several-problems-en', page);
  await page.getByRole('link', { name: 'Choose which addresses you mean.' }).click();
  await page.getByLabel('All 3 that are open').check();
  assert.equal(await page.getByLabel('Their e-mail address').isVisible(), false);
  await page.getByLabel('It is not ours').check();
  await page.getByLabel('Their e-mail address').fill('abuse@other.example.net');
  await look('several-not-ours-en', page);
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await page.getByText('Thank you. We have your answer.').waitFor();
  await look('several-thanks-en', page);
  // The newest answer is what counts: two of one moment have no order.
  clock.forward(60_000);
  await page.getByText('Something new? Answer again').click();
  await page.getByRole('checkbox', { name: 'Address 1' }).check();
  await page.getByLabel('We are on it').check();
  await page.getByLabel('Done within').selectOption('24');
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await page.getByText('You are on it.').first().waitFor();
  const { rows } = await pool.query('select kind from provider_answer where letter_id = $1 order by received_at', [
    letter.letterId,
  ]);
  assert.deepEqual(new Set(rows.map((row: { kind: string }) => row.kind)), new Set(['not-ours', 'handling']));
});

test('a desk in Sweden objects in Swedish to the one address of its letter', async () => {
  const letter = await insertLetter(pool, testServiceKey, { country: 'SE', rung: 'owner' });
  const { page } = await browser.visitor({ language: 'sv', script: 'off' });
  await page.goto(`${site}/n/${letter.token}`);
  await look('one-sv', page);
  await page.getByLabel('Vi invänder').check();
  await page.getByRole('button', { name: 'Skicka svaret' }).click();
  await look('one-problem-sv', page);
  await page.getByLabel('Med era ord').fill('Det är en teckning.');
  await page.getByRole('button', { name: 'Skicka svaret' }).click();
  await page.getByText('Tack. Vi har fått ert svar.').waitFor();
  await pool.query(`update takedown set state = 'stopped' where id = $1`, [letter.notices[0]?.takedownId]);
  await page.reload();
  await look('one-thanks-sv', page);
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByText('You have objected.').waitFor();
  await page.goto(`${site}/sv/n/nothing`);
  await look('missing-sv', page);
  assert.deepEqual(browser.strayRequests(), []);
  assert.deepEqual(await page.context().cookies(), []);
});
