import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { readCase } from '../cases/door.ts';
import { listDispatches } from '../routing/door.ts';
import type { CaseId } from '../terms/ids.ts';
import { openConsole, PASSWORD } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';

const { db, pool } = await freshDatabase();
const desk = await openConsole(db);
const supervisor = await desk.logIn('sara', 'supervisor');
const analyst = await desk.logIn('astrid', 'analyst');
const NCMEC = {
  mode: 'test',
  url: 'https://report.example.org/ispws',
  user: 'hotline',
  password: 'nine particular words',
};

async function setNcmec(more: Record<string, string>): Promise<void> {
  await supervisor.get('/partners/ncmec');
  const saved = await supervisor.post('/partners/ncmec', { ...NCMEC, ...more, 'own-password': PASSWORD });
  assert.equal(saved.statusCode, 303);
  // An answer about settings is kept for two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
}

const BASELINE = {
  ...{ access: 'available', 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes', severity: 'B' },
  ...{ age: '7-10', gender: 'female', virtual: 'no', 'self-generated': 'unknown', modelling: 'no' },
  ...{ 'content-type': 'media', 'site-type': 'image-host', commercial: 'no' },
};

/** A case in the United States, assessed and answered: only the decision is left. */
async function readyCase(): Promise<CaseId> {
  const caseId = await desk.openCase({ addresses: [`http://pictures.example.org/${Math.random()}`] }, 'US');
  await analyst.get('/');
  await analyst.post(`/cases/${caseId}/claim`);
  await analyst.get(`/cases/${caseId}`);
  await analyst.post(`/cases/${caseId}/answers`, { danger: 'no', identifiable: 'no', home: 'no' });
  for (const item of (await readCase(db, desk.deps.serviceKey, caseId))?.items ?? []) {
    await analyst.get(`/cases/${caseId}/items/${item.id}`);
    await analyst.post(`/cases/${caseId}/items/${item.id}`, BASELINE);
  }
  return caseId;
}

const toNcmec = async (caseId: CaseId, choice?: string) => {
  await analyst.get(`/cases/${caseId}`);
  const decided = await analyst.post(`/cases/${caseId}/decide`, choice === undefined ? {} : { ncmec: choice });
  assert.match(decided.headers.location ?? '', /done=decided/);
  return (await listDispatches(db, caseId))
    .filter(({ destination }) => destination === 'ncmec')
    .map(({ rule }) => rule);
};

test('switched off, a case says nothing of NCMEC, and a choice that is sent all the same reaches nobody', async () => {
  const caseId = await readyCase();
  assert.doesNotMatch((await analyst.get(`/cases/${caseId}`)).body, /name="ncmec"/);
  assert.doesNotMatch((await analyst.get(`/cases/${caseId}/outline`)).body, /id="ncmec"/);
  assert.deepEqual(await toNcmec(caseId, 'add'), []);
});

test('with no rule the analyst may add NCMEC, sees what would leave without an address that could be opened, and only then it goes', async () => {
  await setNcmec({});
  const [left, added] = [await readyCase(), await readyCase()];
  const page = await analyst.get(`/cases/${added}`);
  assert.match(page.body, /As the settings say: no report/);
  assert.match(page.body, /Report every illegal item/);
  assert.doesNotMatch(page.body, /value="leave"/);
  const outline = await analyst.get(`/cases/${added}/outline`);
  assert.match(outline.body, /report\/incidentSummary\/incidentType/);
  assert.match(outline.body, /hxxp:\/\/pictures\[\.\]example\[\.\]org/);
  assert.doesNotMatch(outline.body, /http:\/\/pictures/);
  assert.deepEqual([await toNcmec(left), await toNcmec(added, 'add')], [[], ['ncmec-chosen']]);
});

test('where the settings name the country it goes by itself, and the analyst may leave it out', async () => {
  await setNcmec({ reach: 'countries', countries: 'US' });
  const [kept, left] = [await readyCase(), await readyCase()];
  assert.match((await analyst.get(`/cases/${kept}`)).body, /As the settings say: item 1/);
  assert.deepEqual([await toNcmec(kept), await toNcmec(left, 'leave')], [['ncmec'], []]);
});

test('the partners’ page tells in words what of the feedback waits or was not said', async () => {
  const { rows } = await pool.query<{ id: string }>('select id from item limit 1');
  await pool.query(
    `insert into hash_feedback (list_id, entry_id, fingerprint, item_id, wanted, state, failure_code, next_at, changed_at)
     select 1, n, 'MD5', $1, 'negative', case when n = 3 then 'waiting' else 'refused' end,
       case when n = 3 then 'hash-feedback-401' else 'hash-feedback-no-reason' end, now(), now() from generate_series(1, 3) n`,
    [rows[0]?.id],
  );
  const page = await supervisor.get('/partners');
  assert.match(page.body, /Not said \(2\): a no needs one of the reasons/);
  assert.match(page.body, /Waiting \(1\): NCMEC’s hash sharing refuses our log-in/);
  for (const partner of ['ncmec', 'ncmec-hashes']) {
    assert.equal((await supervisor.get(`/partners/${partner}`)).statusCode, 200);
    assert.equal((await analyst.get(`/partners/${partner}`)).statusCode, 403);
  }
});

test('the pages about NCMEC fit a telephone and have no barrier in either colour', async () => {
  const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
  const browser = await openBrowser();
  after(async () => {
    await browser.close();
    await desk.http.close();
  });
  await setNcmec({ reach: 'countries', countries: 'US' });
  const caseId = await readyCase();
  for (const [language, who, paths] of [
    ['en', analyst, [`/cases/${caseId}`, `/cases/${caseId}/outline`]],
    ['sv', supervisor, ['/partners', '/partners/ncmec', '/partners/ncmec-hashes']],
  ] as const) {
    const page = await openPageOf(browser, site, who, language);
    for (const path of paths) {
      await page.goto(`${site}${path}`);
      const name = path.slice(1).replaceAll('/', '-').replace(caseId, 'case');
      await look(browser, name, page, { widths: [390, 1280] });
    }
  }
  assert.deepEqual(browser.strayRequests(), []);
});
