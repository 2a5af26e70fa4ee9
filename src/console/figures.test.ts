/** The figures as somebody at the desk has them: chosen, without barriers, in both colours. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openBrowser } from '../../test/browser.ts';
import { chance, insertGround, stepsOf } from '../figures/rollup/facts-for-tests.ts';
import { openConsole } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';
import { chosenFigures } from './routes/figures.ts';

const { db, pool } = await freshDatabase();
const desk = await openConsole(db);
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
after(() => desk.http.close());
const auditor = await desk.logIn('astrid', 'auditor');
const NOW = new Date('2026-11-24T10:00:00Z');

test('chosenFigures takes a period, and shows the last months for one that is none', () => {
  const chosen = (query: string) => chosenFigures(new Map(new URLSearchParams(query)), NOW, 'Europe/Stockholm');
  assert.deepEqual(chosen('from=2026-01&to=2026-03&category=travel&country=SE'), {
    filter: { fromMonth: '2026-01', toMonth: '2026-03', category: 'travel', country: 'SE' },
    isWrong: false,
  });
  const byDefault = { fromMonth: '2024-12', toMonth: '2026-11', category: undefined, country: undefined };
  assert.deepEqual(chosen('category=x&country='), { filter: byDefault, isWrong: false });
  for (const wrong of ['from=2026-03&to=2026-01', 'from=2026-13', 'from=x', 'from=1900-01&to=2026-01'])
    assert.deepEqual(chosen(wrong), { filter: byDefault, isWrong: true }, wrong);
});

test('the figures are empty in words before anything has happened, and say when a period is none', async () => {
  assert.match((await auditor.get('/figures')).body, /Inget under perioden\.|Nothing in this period\./);
  assert.match((await auditor.get('/figures?from=2026-05&to=2026-01')).body, /role="alert"/);
});

test('the figures show what was chosen, with no barrier and within the screen', async () => {
  const ground = await insertGround(pool);
  for (const [at, id] of ground.providers.entries()) {
    const contact = { channel: 'mail', name: `Example Hosting ${at + 1}`, email: `abuse${at}@example.org` };
    const shrouded = desk.deps.serviceKey.shroud('contact', JSON.stringify(contact));
    await pool.query('update provider set shrouded_contact = $2 where id = $1', [id, shrouded]);
  }
  const random = chance(11);
  const steps = Object.values(stepsOf(pool, ground, (below) => Math.floor(random() * below)));
  for (let n = 0; n < 400; n += 1)
    await steps[n % steps.length]?.(new Date(Date.parse('2026-01-01T00:00:00Z') + random() * 300 * 86_400_000));
  // Whatever chance chose: something is hosted in the Netherlands, and judged.
  await pool.query(`update item set country = 'NL', outcome = 'illegal-baseline'`);
  await pool.query('update case_file set decided_at = opened_hour');
  const all = (await auditor.get('/figures?from=2026-01&to=2026-12')).body;
  const some = (await auditor.get('/figures?from=2026-01&to=2026-12&country=NL')).body;
  assert.match(all, /id="figures-source"/);
  assert.doesNotMatch(some, /id="figures-source"/);
  assert.match(some, /<option value="NL" selected/);
  for (const form of ['csv', 'xlsx', 'pdf']) {
    const file = await auditor.get(`/figures/file/${form}?from=2026-01&to=2026-12&country=NL`);
    assert.equal(file.statusCode, 200);
    assert.equal(file.headers['content-disposition'], `attachment; filename="figures-2026-01-2026-12.${form}"`);
  }
  assert.match((await auditor.get('/figures/file/csv?from=2026-01&to=2026-12&country=NL')).body, /Netherlands/);
  assert.equal((await auditor.get('/figures/file/exe')).statusCode, 404);
  const browser = await openBrowser();
  after(() => browser.close());
  for (const language of ['sv', 'en'] as const) {
    const page = await openPageOf(browser, site, auditor, language);
    await page.goto(`${site}/figures?from=2026-01&to=2026-12`);
    await look(browser, `figures-${language}`, page, { widths: [390, 1280], scrolling: '.figures-scroll' });
  }
});
