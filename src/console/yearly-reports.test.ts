/** A year's report from the notices in the database to what is published, by two people; and its pages as they see them. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openBrowser } from '../../test/browser.ts';
import { insertGround } from '../figures/rollup/facts-for-tests.ts';
import { insertNotices } from '../figures/yearly/notices-for-tests.ts';
import { openConsole } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';

const { db, pool } = await freshDatabase();
const desk = await openConsole(db);
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
after(() => desk.http.close());
const [astrid, birger, auditor] = [
  await desk.logIn('astrid', 'supervisor'),
  await desk.logIn('birger', 'supervisor'),
  await desk.logIn('olga', 'auditor'),
];
const ground = await insertGround(pool);
for (const [at, id] of ground.providers.entries()) {
  const contact = { channel: 'mail', name: `Example Hosting ${at + 1}`, email: `abuse${at}@example.org` };
  const shrouded = desk.deps.serviceKey.shroud('contact', JSON.stringify(contact));
  await pool.query('update provider set shrouded_contact = $2 where id = $1', [id, shrouded]);
}
const [one = '', other = ''] = ground.providers;
const during = new Date('2025-07-01T10:00:00Z');
for (const notices of [
  { providerId: one, count: 12, severity: 'A', at: during, isGone: true },
  { providerId: one, count: 8, severity: 'B', at: new Date('2025-12-31T22:30:00Z') },
  { providerId: other, count: 6, severity: 'B', at: during, answer: 'removed' },
  // None of these belongs in it: another year where the hotline is, another law, rehearsed, not yet sent.
  { providerId: other, count: 50, severity: 'C', at: new Date('2025-12-31T23:30:00Z') },
  { providerId: other, count: 60, severity: 'C', at: during, isDsa: false },
  { providerId: other, count: 70, severity: 'C', at: during, state: 'rehearsed' },
  { providerId: other, count: 80, severity: 'C', at: during, state: 'waiting' },
] as const)
  await insertNotices(pool, { staffId: ground.staff, ...notices });

const words = {
  'independence-sv': 'Ingen leverantör betalar oss.',
  'independence-en': 'No provider pays us.',
  'contact-sv': 'hotline@example.org',
  'contact-en': 'hotline@example.org',
  ...{ 'remarks-sv': '', 'remarks-en': '' },
};
const locationOf = (answer: { headers: { location?: string | undefined } }) => answer.headers.location;

test('a yearly report is counted and worded by one person, published by another and taken back, and all of it is on the ledger', async () => {
  await astrid.get('/figures/reports');
  const prepare = (year: string) => astrid.post('/figures/reports/prepare', { year });
  for (const year of ['2026', '2023', 'x'])
    assert.equal(locationOf(await prepare(year)), '/figures/reports?not=year-not-over', year);
  const at = /^\/figures\/reports\/\d+/.exec(locationOf(await prepare('2025')) ?? '')?.[0] ?? '';
  assert.equal(locationOf(await prepare('2025')), '/figures/reports?not=snapshot-waits');

  const csv = (await auditor.get(`${at}/file/en/csv`)).body;
  for (const line of [
    ...['Notices by provider,Example Hosting 1,Notices,20,20', 'Notices by provider,Example Hosting 2,Notices,6,6'],
    ...['"Illegal, baseline, severity A",Notices,12,12', '"Illegal, baseline, severity B",Notices,14,14'],
    ...['"Removed, seen by us",Notices,12,12', '"Removed, as the provider says",Notices,6,6'],
    ...['No action known,Notices,8,8', 'Notices by provider,All,Notices,26,26'],
  ])
    assert.ok(csv.includes(line), line);
  assert.equal((await auditor.get(`${at}/file/en/exe`)).statusCode, 404);
  assert.equal((await auditor.get(`${at}/file/fi/pdf`)).statusCode, 404);

  assert.equal(
    locationOf(await birger.get('/').then(() => birger.post(`${at}/publish`, { revision: '1' }))),
    `${at}?not=words-missing`,
  );
  const twice = await astrid.post(`${at}/words`, { ...words, revision: '1', 'provider-0': 'A', 'provider-1': 'A' });
  assert.equal(twice.statusCode, 400);
  assert.match(twice.body, /href="#provider-1"[^]*No provider pays us\./, 'what was typed is kept');
  const named = { ...words, 'provider-0': 'Example Hosting AB', 'provider-1': '' };
  assert.equal(locationOf(await astrid.post(`${at}/words`, { ...named, revision: '1' })), `${at}?done=changed`);
  const stale = await birger.post(`${at}/words`, { ...named, 'remarks-en': 'Mine.', revision: '1' });
  assert.match(stale.body, /Not saved: somebody changed[^]*Mine\./);
  assert.equal(stale.statusCode, 400);

  assert.equal(locationOf(await astrid.post(`${at}/publish`, { revision: '2' })), `${at}?not=same-person`);
  assert.equal(locationOf(await birger.post(`${at}/publish`, { revision: '1' })), `${at}?not=changed-meanwhile`);
  assert.equal(locationOf(await birger.post(`${at}/publish`, { revision: '2' })), `${at}?done=published`);
  assert.equal(locationOf(await astrid.post(`${at}/words`, { ...named, revision: '2' })), `${at}?not=wrong-state`);
  const shown = (await auditor.get(`${at}?language=en`)).body;
  assert.match(shown, /Example Hosting AB[^]*Not named[^]*No provider pays us\./);
  assert.doesNotMatch(shown, /Example Hosting 2|action="[^"]*\/(words|publish|withdraw)"/);

  const next = /\d+/.exec(locationOf(await prepare('2025')) ?? '')?.[0] ?? '';
  assert.match(
    (await astrid.get(`/figures/reports/${next}`)).body,
    /No provider pays us\./,
    'it begins with the last words',
  );
  assert.equal(locationOf(await birger.post(`${at}/withdraw`)), '/figures/reports?done=withdrawn');
  const { rows } = await pool.query<{ action: string }>(
    'select action from ledger_act where subject = $1 order by arrival',
    [`yearly-report:${at.split('/').at(-1) ?? ''}`],
  );
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['prepared', 'changed', 'published', 'withdrawn'].map((step) => `yearly-report.${step}`),
  );
});

test('public_figures lets nobody publish what they changed last, whatever the code says', async () => {
  await assert.rejects(
    pool.query(`update public_figures set state = 'published', changed_by = id.id, published_by = id.id, published_at = now()
      from (select id from staff where login = 'birger') id where state = 'prepared'`),
    /public_figures_not_by_changer/,
  );
});

test('the pages of the yearly report have no barrier and fit the screen', async () => {
  const browser = await openBrowser();
  after(() => browser.close());
  const drafts = (await pool.query<{ id: number }>(`select id from public_figures where state = 'prepared'`)).rows;
  const draft = `/figures/reports/${drafts[0]?.id ?? 0}`;
  for (const [language, visitor, name] of [
    ['sv', astrid, 'yearly-report-draft'],
    ['en', birger, 'yearly-report-review'],
  ] as const) {
    const page = await openPageOf(browser, site, visitor, language);
    await page.goto(`${site}${draft}`);
    await look(browser, name, page, { widths: [390, 1280] });
    await page.context().close();
  }
  const page = await openPageOf(browser, site, astrid, 'sv');
  await page.goto(`${site}/figures/reports`);
  await look(browser, 'yearly-reports', page, { widths: [390, 1280] });
});
