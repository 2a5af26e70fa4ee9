/** ICCAM's page and what the case says of ICCAM: for people, on both widths, without script. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { openBrowser } from '../../test/browser.ts';
import { startIccam } from '../../stand-ins/iccam.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openCaseForPartner } from '../cases/door.ts';
import { openIccam, readIccamDesk, updateItemOf } from '../partners/door.ts';
import { transact } from '../platform/db.ts';
import { caseIdSchema, iccamContentIdSchema } from '../terms/ids.ts';
import { openConsole } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';
import { dayOf } from './routes/iccam.ts';
import { actText, iccamTexts } from './texts/iccam-page.ts';
import { codeText } from './texts/texts.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const { clock, serviceKey } = desk.deps;
const supervisor = await desk.logIn('sara', 'supervisor');
const analyst = await desk.logIn('astrid', 'analyst');
const iccam = await startIccam({ country: 'SE', now: () => clock.now() });
const door = openIccam({
  ...{ db, serviceKey, clock, homeCountry: 'SE' },
  settings: () =>
    Promise.resolve({ mode: 'test', values: { url: iccam.url, user: iccam.username, password: iccam.password } }),
});
after(async () => {
  await door.close();
  await iccam.close();
});

/** One content that is a case here, and one that can be none. */
async function assignSome() {
  iccam.fileReport('NL', {
    ...{ reportingAnalystName: 'Partner', hotlineReceivedDate: clock.now().toISOString(), hotlineReference: 'N-1' },
    ...{ memo: 'Seen at http://nl.example.org/list', sourceUrlReferrer: 'http://nl.example.org/links' },
    urls: ['http://se.example.org/album', 'http://10.0.0.1/x'].map((urlString, index) => ({
      ...{
        urlString,
        hostingCountryCode: 'SE',
        hostingIpAddress: '85.24.180.40',
        isSourceUrl: index === 0,
        contentType: 2,
      },
      assessment: {
        ...{ assessingAnalystName: 'Partner', classification: 2, ageCategorization: 3, genderCategorization: 2 },
        ...{ virtualContentCategorization: 3, userGeneratedContentCategorization: 1, childModelingCategorization: 1 },
      },
    })),
  });
  await door.followUp();
  const { rows } = await sql<{
    id: string;
    content_id: number;
  }>`select id, content_id from iccam_content order by content_id`.execute(db);
  const [first, second] = rows;
  assert.ok(first && second);
  const now = clock.now();
  const url = 'http://se.example.org/album';
  const assigned = { partner: 'iccam', url, gathering: 'report 7001', isNews: false };
  await transact(db, async (tx) => {
    const itemId = await openCaseForPartner(tx, serviceKey, assigned, now);
    assert.ok(itemId);
    await updateItemOf(tx, iccamContentIdSchema.parse(first.id), itemId, now);
  });
  await sql`update iccam_content set failure_code = 'iccam-no-address' where id = ${second.id}`.execute(db);
  await sql`insert into iccam_act values ('content:90001', 'action.1', 'refused', ${now}, 'iccam-403-NotAssigned')`.execute(
    db,
  );
  await sql`update iccam_catalogue set listed = jsonb_set(listed, '{1,name}', '"Male"') where name = 'gender-categories'`.execute(
    db,
  );
  await sql`update iccam_list set failure_code = 'iccam-status-503' where name = 'offline'`.execute(db);
}

test('the page says what was read, what does not go through, and which number means something else there', async () => {
  await assignSome();
  const { body } = await analyst.get('/iccam');
  assert.match(body, /Without our reference/);
  assert.match(body, /ICCAM answers with status 503; it is tried again/);
  assert.match(body, /ICCAM says that it is not ours to do \(NotAssigned\)/);
  assert.match(body, /what was assigned is no address that can be visited/);
  assert.match(body, /gender-categories: 2 is called “Male” there/);
  assert.doesNotMatch(body, /action="\/iccam\/read"/, 'an analyst only looks');
  assert.doesNotMatch(body, /10\.0\.0\.1|se\.example\.org/);
});

test('a supervisor has the lists read now, and again from a day on, and both are on the ledger', async () => {
  await supervisor.get('/iccam');
  assert.equal((await supervisor.post('/iccam/read')).headers.location, '/iccam?done=read');
  const wrong = await supervisor.post('/iccam/rewind', { day: '2026-02-31' });
  assert.equal(wrong.statusCode, 400);
  assert.match(wrong.body, /href="#day"/);
  assert.equal((await supervisor.post('/iccam/rewind', { day: '2026-11-01' })).headers.location, '/iccam?done=rewound');
  const { lists } = await readIccamDesk(db, clock.now(), 10);
  assert.ok(
    lists.every(({ since, dueAt }) => since?.toISOString() === '2026-11-01T00:00:00.000Z' && dueAt <= clock.now()),
  );
  assert.equal((await analyst.post('/iccam/read')).statusCode, 403);
  const acts = await sql<{
    action: string;
  }>`select action from ledger_act where action like 'iccam.%' order by arrival`.execute(db);
  assert.deepEqual(
    acts.rows.map(({ action }) => action),
    ['iccam.read-asked', 'iccam.rewound'],
  );
});

test('dayOf takes whole days of the last five years', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  assert.equal(dayOf(' 2026-03-01 ', now)?.toISOString(), '2026-03-01T00:00:00.000Z');
  for (const wrong of ['', '2026-03-02', '2020-01-01', '2026-02-30', '1 March', '2026-3-1'])
    assert.equal(dayOf(wrong, now), undefined, wrong);
});

test('codeText finds the family of a code, and actText names each change with its country', () => {
  const words = { 'a-1': 'one', 'a-*': 'some ({})', 'a-b-*': 'more ({})' };
  const other = (code: string) => `code ${code}`;
  assert.deepEqual(
    ['a-1', 'a-2', 'a-b-c', 'x'].map((code) => codeText(words, code, other)),
    ['one', 'some (2)', 'more (c)', 'code x'],
  );
  assert.equal(actText(iccamTexts('en'), 'assigned-country.DE'), 'handing it to that country (DE)');
  assert.equal(actText(iccamTexts('sv'), 'action.3'), 'borttaget');
});

test('the item’s page says who assigned it and what they think, and both pages fit and have no barrier', async () => {
  const { rows } = await sql<{ id: string; item_id: string }>`
    select f.id, i.id as item_id from case_file f join item i on i.case_id = f.id where f.origin = 'partner'`.execute(
    db,
  );
  const caseId = caseIdSchema.parse(rows[0]?.id);
  const itemPath = `/cases/${caseId}/items/${rows[0]?.item_id ?? ''}`;
  const { body } = await analyst.get(itemPath);
  assert.match(body, /Hotline NL \(Netherlands\)/);
  assert.match(body, /National, female, age group 3/);
  assert.match(body, /Seen at hxxp:\/\/nl\[\.\]example\[\.\]org\/list/);
  const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
  const browser = await openBrowser();
  try {
    for (const language of ['en', 'sv'] as const) {
      const page = await openPageOf(browser, site, supervisor, language);
      for (const [name, path] of [
        ['iccam', '/iccam'],
        ['iccam-case', `/cases/${caseId}`],
        ['iccam-item', itemPath],
      ] as const) {
        await page.goto(`${site}${path}`);
        await look(browser, `${name}-${language}`, page, { widths: [390, 1280] });
      }
    }
  } finally {
    await browser.close();
    await desk.http.close();
  }
});
