import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { errorPageOf, siteOf } from '../../intake/door.ts';
import { transact } from '../../platform/db.ts';
import { openHttp } from '../../platform/http.ts';
import { staffIdSchema } from '../../terms/ids.ts';
import { SITE_LANGUAGES } from '../../terms/site-languages.ts';
import { prepareSnapshot, publishSnapshot } from '../public/publish-snapshot.ts';
import { registerPublicFigures } from '../public/serve-public-figures.tsx';
import { makeReport, YEARLY_REPORT } from './yearly-report.ts';

const { db, pool } = await freshDatabase();
const hotline = { name: 'Fyr', email: 'hotline@example.org', homeCountry: 'SE' };
const staffId = (digit: string) => staffIdSchema.parse(`8a64a5a8-3a54-4a2f-8c9b-${digit.repeat(12)}`);
const [one, other] = [staffId('1'), staffId('2')];
for (const id of [one, other])
  await pool.query(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1::uuid, $1::uuid::text, $1::uuid::text, 'supervisor', '', '', '', '', '', now())`,
    [id],
  );
const both = (text: string) => ({ sv: text, en: text });

/** What somebody sees who comes now: nothing is kept from before. */
async function openSite() {
  const http = await openHttp({ log: quietLog, bodyLimitBytes: 1_024, errorPage: errorPageOf(hotline) });
  registerPublicFigures(http, { db, siteIn: (language) => siteOf(hotline, language) });
  after(() => http.close());
  return http;
}

async function publish(year: number, says: string): Promise<void> {
  const report = makeReport({
    ...{ year, now: new Date('2026-01-10T00:00:00Z'), timeZone: 'Europe/Stockholm', nameOf: () => 'Example Hosting' },
    notices: [{ providerId: 'p', type: 'illegal-baseline.A', action: 'removed', total: 17 }],
    words: { independence: both(says), contact: both('hotline@example.org'), remarks: both('') },
  });
  const at = new Date('2026-01-11T00:00:00Z');
  await transact(db, async (tx) => {
    const id = await prepareSnapshot(tx, YEARLY_REPORT, report, { by: one, at });
    await publishSnapshot(tx, YEARLY_REPORT, { id, revision: 1 }, { by: other, at });
  });
}

test('registerReports offers the newest report of each year as files, and nothing before one is published', async () => {
  const before = await openSite();
  assert.equal((await before.inject('/figures/dsa-2025-sv.pdf')).statusCode, 404);
  assert.doesNotMatch((await before.inject('/en/figures')).body, /dsa-/);
  await publish(2024, 'Of another year.');
  await publish(2025, 'Was wrong.');
  await publish(2025, 'No provider pays us.');
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
