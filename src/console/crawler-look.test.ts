/** The crawler's pages in a browser without script: a telephone and a large screen, light and dark, and no barrier. */
import { after, test } from 'node:test';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import type { Language } from '../terms/categories.ts';
import { openConsole, type Visitor } from './console-for-tests.ts';
import { look as lookAt, openPageOf } from './look-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});

const openPage = (visitor: Visitor, language: Language) => openPageOf(browser, site, visitor, language);
const look = (name: string, page: Page) => lookAt(browser, name, page, { widths: [390, 1280] });

/** Two runs under way and one that ended, one that waits for a second person, counts, reasons, and hosts in trouble. */
async function fillDesk(): Promise<Visitor> {
  const signe = await desk.logIn('signe', 'supervisor');
  const sara = await desk.logIn('sara', 'supervisor');
  const seeds = (n: number) =>
    Array.from({ length: n }, (_, at) => `http://a-rather-long-name-of-a-host-${at}.example/p`);
  await signe.get('/crawler/new');
  for (const n of [3, 20, 1])
    await signe.post('/crawler/runs', { seeds: seeds(n).join('\n'), depth: '2', hosts: '30' });
  await signe.post('/crawler/runs/3', { to: 'stopped' });
  await sara.get('/crawler/new');
  await sara.post('/crawler/runs', { seeds: seeds(34).join('\n'), depth: '3' });
  await signe.get('/crawler/settings');
  await signe.post('/crawler/robots', { host: 'reported.example', reason: 'Instruction 2026:4, section 3' });
  await sql`update crawl_tally set offered = 184203, over = 171020, visits = 170991, pages = 48210, media = 122511, sightings = 17,
    bytes = 9123456789, recent = 420, recent_at = clock_timestamp() where run_id = 1`.execute(db);
  await sql`insert into crawl_reason (run_id, lane, reason, count) values (1, 0, 'robots', 1204), (1, 0, 'not-found', 811),
    (1, 0, 'stale', 3), (1, 0, 'media-busy', 12)`.execute(db);
  await sql`update crawl_host set failures = 4, delay_ms = 2000, next_at = clock_timestamp() + interval '1 hour'
    where id = (select min(id) from crawl_host)`.execute(db);
  await sql`update crawl_host set delay_ms = 60000 where id = (select max(id) from crawl_host)`.execute(db);
  return signe;
}

test('the pages of the crawler fit a telephone and a large screen, and have no barrier in either colour', async () => {
  const signe = await fillDesk();
  for (const language of ['en', 'sv'] as const) {
    const page = await openPage(signe, language);
    const at = async (name: string, path: string) => {
      await page.goto(`${site}${path}`);
      await look(`${name}-${language}`, page);
    };
    await at('crawler', '/crawler?still=1');
    await at('run', '/crawler/runs/1');
    await at('form', '/crawler/new');
    await at('settings', '/crawler/settings');
  }
});
