/** The page with published figures as people have it: no barrier in any language, and it fits the smallest screen. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { openBrowser } from '../../../test/browser.ts';
import { openTestSite } from '../../intake/site-for-tests.ts';
import { siteOf } from '../../intake/door.ts';
import { SITE_LANGUAGES } from '../../terms/site-languages.ts';
import { summariseRemoval, summariseTips } from '../figures.ts';
import { addSupervisors, publishReport } from '../yearly/reports-for-tests.ts';
import { publicPartOf } from './public-figures.ts';
import { registerPublicFigures } from './serve-public-figures.tsx';

const site = await openTestSite();
const hotline = { name: 'Fyr', email: 'hotline@example.org', homeCountry: 'SE' };
registerPublicFigures(site.http, { db: site.db, siteIn: (language) => siteOf(hotline, language) });
const url = await site.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await site.http.close();
});

const months = ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
const figures = {
  madeAt: new Date('2026-05-03T10:00:00Z'),
  timeZone: 'Europe/Stockholm',
  tips: summariseTips(
    months,
    months.flatMap((month, at) => [
      { month, category: 'online', count: 40 + ((at * 37) % 60) },
      { month, category: 'grooming', count: 9 + at },
      { month, category: 'extortion', count: 12 + ((at * 5) % 9) },
      { month, category: 'travel', count: at % 3 },
      { month, category: 'other', count: 8 },
    ]),
  ),
  removal: summariseRemoval([
    { durationMs: 20 * 3_600_000, ended: 30, ongoing: 0 },
    { durationMs: 90 * 3_600_000, ended: 22, ongoing: 6 },
  ]),
};
const folder = process.env['FYR_LOOK_FOLDER'];

test('the figures have no barrier in any language, with and without script, in both colours', async () => {
  const staff = await addSupervisors(site.pool);
  for (const year of [2024, 2025]) await publishReport(site.db, staff, { year, says: 'No provider pays us.' });
  await site.pool.query(
    `insert into public_figures (state, content, prepared_by, prepared_at, published_by, published_at)
     values ('published', $1, $2, now(), $3, now())`,
    [JSON.stringify(publicPartOf(figures)), ...staff],
  );
  for (const script of ['off', 'on'] as const) {
    const { page } = await browser.visitor({ language: 'sv', script });
    for (const language of script === 'off' ? SITE_LANGUAGES : (['sv', 'ar'] as const)) {
      await page.goto(`${url}/${language}/figures`);
      assert.equal(
        await page.locator('a[href*="dsa-2025-"]').count(),
        4,
        'both languages of the yearly report, each in two forms',
      );
      assert.deepEqual(await browser.findBarriers(`${language} figures`, page, ['light', 'dark']), []);
      // A telephone, and a screen of 1280 px at 400 % (WCAG 2.2, 1.4.10).
      for (const size of [
        { width: 320, height: 640 },
        { width: 320, height: 256 },
      ]) {
        await page.setViewportSize(size);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, language);
      }
      if (folder === undefined || script === 'on' || !['sv', 'ar', 'th'].includes(language)) continue;
      for (const width of [320, 768, 1280])
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme });
          await page.screenshot({
            path: path.join(folder, `figures-${language}-${width}-${colorScheme}.png`),
            fullPage: true,
          });
        }
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
      await page.screenshot({ path: path.join(folder, `figures-${language}-forced.png`), fullPage: true });
      await page.emulateMedia({ forcedColors: 'none' });
    }
    await page.context().close();
  }
});
