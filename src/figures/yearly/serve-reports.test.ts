import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { errorPageOf, siteOf } from '../../intake/door.ts';
import { openHttp } from '../../platform/http.ts';
import { SITE_LANGUAGES } from '../../terms/site-languages.ts';
import { registerPublicFigures } from '../public/serve-public-figures.tsx';
import { addSupervisors, publishReport } from './reports-for-tests.ts';

const { db, pool } = await freshDatabase();
const hotline = { name: 'Fyr', email: 'hotline@example.org', homeCountry: 'SE' };
const staff = await addSupervisors(pool);

/** What somebody sees who comes now: nothing is kept from before. */
async function openSite() {
  const http = await openHttp({ log: quietLog, bodyLimitBytes: 1_024, errorPage: errorPageOf(hotline) });
  registerPublicFigures(http, { db, siteIn: (language) => siteOf(hotline, language) });
  after(() => http.close());
  return http;
}

test('registerReports offers the newest report of each year as files, and nothing before one is published', async () => {
  const before = await openSite();
  assert.equal((await before.inject('/figures/dsa-2025-sv.pdf')).statusCode, 404);
  assert.doesNotMatch((await before.inject('/en/figures')).body, /dsa-/);
  await publishReport(db, staff, { year: 2024, says: 'Of another year.' });
  await publishReport(db, staff, { year: 2025, says: 'Was wrong.' });
  await publishReport(db, staff, { year: 2025, says: 'No provider pays us.' });
  const site = await openSite();
  for (const language of SITE_LANGUAGES) {
    const { body } = await site.inject(`/${language}/figures`);
    assert.match(body, /dsa-2025-sv\.pdf[^]*dsa-2025-en\.csv[^]*dsa-2024-sv\.pdf/, language);
  }
  const csv = await site.inject('/figures/dsa-2025-en.csv');
  assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8');
  assert.match(csv.body, /Example Hosting,Notices,17,17[^]*No provider pays us\./);
  assert.doesNotMatch(csv.body, /Was wrong/);
  const pdf = await site.inject('/figures/dsa-2025-sv.pdf');
  assert.equal(pdf.headers['content-type'], 'application/pdf');
  assert.equal(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-');
  for (const none of [
    '/figures/dsa-2023-sv.pdf',
    '/figures/dsa-2025-fi.pdf',
    '/figures/dsa-2025-sv.xlsx',
    '/figures/dsa-x-sv.pdf',
  ])
    assert.equal((await site.inject(none)).statusCode, 404, none);
});
