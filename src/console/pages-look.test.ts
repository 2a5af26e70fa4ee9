/** Every page of the console that a supervisor can go to: no barrier in either colour, and nothing wider than the screen. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { readCase } from '../cases/door.ts';
import { ACCESS, mayUse, type Route } from './access.ts';
import { openConsole } from './console-for-tests.ts';
import { look, openPageOf } from './look-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db, {}, { second: { outcomes: ['not-illegal'] } });
const signe = await desk.logIn('signe', 'supervisor');
const astrid = await desk.logIn('astrid', 'analyst');
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});

const isRoute = (text: string): text is Route => Object.hasOwn(ACCESS, text);
/** For the script, a file, and what is there with an identity provider alone. */
const NO_PAGES = ['GET /queue/counts', 'GET /presence', 'GET /lock', 'GET /ledger/proofs', 'GET /oidc/connect'];
/** Routes that answer with a page whatever there is, and need no id. */
const PAGES = Object.keys(ACCESS)
  .filter(isRoute)
  .filter((route) => route.startsWith('GET ') && !route.includes(':') && !NO_PAGES.includes(route))
  .filter((route) => ACCESS[route] !== 'anyone' && mayUse(route, 'supervisor'))
  .map((route) => route.slice('GET '.length));

test('no page has a barrier or is wider than a telephone or a desk’s screen', async () => {
  const caseId = await desk.openCase({
    addresses: ['https://bilder.example.org/album/med/en/ganska/lang/adress/1', 'https://bilder.example.org/2'],
    isUrgent: true,
  });
  await desk.openCase({ category: 'travel', report: { hotel: 'Exempelhotellet' } });
  const [first, second] = (await readCase(db, desk.deps.serviceKey, caseId))?.items ?? [];
  assert.ok(first && second);
  await astrid.get('/');
  await astrid.post(`/cases/${caseId}/claim`);
  const answers = { access: 'available', 'baseline-1': 'yes', 'baseline-2': 'no', 'baseline-3': 'no', national: 'no' };
  await astrid.post(`/cases/${caseId}/items/${first.id}`, answers);
  await astrid.post(`/cases/${caseId}/notes`, { note: '@signe, titta gärna.' });
  await astrid.post('/queue/views', { name: 'Resor', category: 'travel', shared: 'yes' });
  await astrid.post(`/cases/${caseId}/hand-over`, { to: signe.staffId ?? '' });
  await signe.get('/');
  await signe.post('/day/break');
  const page = await openPageOf(browser, site, signe, 'sv');
  assert.ok(PAGES.length >= 15, PAGES.join(' '));
  const ofCase = ['', '/arrange', '/police', `/items/${first.id}`, `/items/${second.id}`];
  for (const address of [...PAGES, `/second/${first.id}`, ...ofCase.map((part) => `/cases/${caseId}${part}`)]) {
    const answer = await page.goto(`${site}${address}`);
    assert.equal(answer?.status(), 200, address);
    const name = `page${address.replace(/[0-9a-f]{8}-[0-9a-f-]+/g, 'x').replaceAll('/', '-')}`;
    await look(browser, name, page, { widths: [390, 1280] });
  }
});
