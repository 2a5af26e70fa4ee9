/** The pages about notices in a browser without script: a telephone and a large screen, light and dark, and no barrier. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { noteAnswer } from '../notices/door.ts';
import { recordingEffects } from '../notices/answers/answers-for-tests.ts';
import { transact } from '../platform/db.ts';
import type { Language } from '../terms/categories.ts';
import { openConsole, type Visitor } from './console-for-tests.ts';
import { look as lookAt, openPageOf } from './look-for-tests.ts';
import { openNoticeScene, rungOf, USUAL_LADDER } from './notices-for-tests.ts';

const { db, pool } = await freshDatabase();
const desk = await openConsole(db);
const scene = await openNoticeScene(desk, pool, { newContacts: 'ask' });
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});

/** A day at a hotline: prompt and slow hosts, one that objects, one that bounces, one that waits for approval, and mail. */
async function fillDesk() {
  const quick = [rungOf('hosting', 'Quick Cloud'), ...USUAL_LADDER.slice(1)];
  const objecting = [
    rungOf('hosting', 'Objecting Servers with a Rather Long Name GmbH and Company'),
    ...USUAL_LADDER.slice(1),
  ];
  const bouncing = [rungOf('hosting', 'Bouncing Boxes'), ...USUAL_LADDER.slice(1)];
  const unknown = [rungOf('hosting', 'Unknown Rack', 'rdap'), ...USUAL_LADDER.slice(1)];
  for (let count = 0; count < 4; count += 1) await scene.start({ ladder: quick });
  for (let count = 0; count < 3; count += 1) await scene.start();
  const appeal = await scene.start({ ladder: objecting });
  await scene.start({ ladder: bouncing, isUrgent: true });
  const asked = await scene.start();
  await scene.forward(10);
  await scene.answer('Quick Cloud', 'handling', { ticket: 'QC-20411' });
  await scene.answer('Objecting Servers with a Rather Long Name GmbH and Company', 'appeal', {
    words: { text: 'It is a drawing. See https://pictures.example.org/rules.' },
  });
  await scene.answer('Bouncing Boxes', 'bounce', { via: 'mail', bounce: { isFinal: true, code: '5.1.1' } });
  await scene.answer('Harbour Hosting', 'need-more', { words: { text: 'Which account is it?' } });
  await scene.forward(390);
  for (let count = 0; count < 60; count += 1) await scene.start({ ladder: unknown });
  await scene.start();
  await scene.start({ ladder: quick, isUrgent: true });
  await pool.query(
    `update takedown set state = 'ended', end_reason = 'item-gone', ended_at = decided_at + interval '5 hours'
    where id in (select takedown_id from takedown_rung where provider_id = $1 limit 3)`,
    [await scene.providerNamed('Quick Cloud')],
  );
  await scene.settle();
  const words = {
    subject: 'Re: your message',
    from: 'desk@other.example.net',
    text: 'We could not find it. Where is it?',
  };
  const input = { letterId: undefined, noticeIds: [], kind: 'other', via: 'mail', words, sourceKey: 'm-1' } as const;
  const { effects } = recordingEffects();
  await transact(db, (tx) =>
    noteAnswer(tx, { serviceKey: desk.deps.serviceKey, effects }, input, desk.deps.clock.now()),
  );
  return { appeal, asked };
}

const openPage = (visitor: Visitor, language: Language) => openPageOf(browser, site, visitor, language);
const look = (name: string, page: Page) =>
  lookAt(browser, name, page, { widths: [320, 1280], scrolling: '.figures-scroll' });

test('the pages about notices fit a telephone, have no barrier in either colour, and ask nothing of the world', async () => {
  const { appeal, asked } = await fillDesk();
  // After the day has passed: a session would have ended meanwhile.
  const signe = await desk.logIn('signe', 'supervisor');
  const stina = await desk.logIn('stina', 'supervisor');
  const page = await openPage(signe, 'en');
  const unknown = await scene.providerNamed('Unknown Rack');
  const bouncing = await scene.providerNamed('Bouncing Boxes');
  const quick = await scene.providerNamed('Quick Cloud');
  const at = async (name: string, path: string) => {
    await page.goto(`${site}${path}`);
    await look(name, page);
  };
  await at('notices', '/notices');
  await at('providers', '/providers');
  await at('provider-quick', `/providers/${quick}`);
  await at('provider-bouncing', `/providers/${bouncing}`);
  await page.goto(`${site}/providers/${unknown}`);
  await page.getByRole('button', { name: 'Approve' }).click();
  await look('provider-asked', page);
  await at('times', '/figures/takedowns');
  await at('case-appeal', `/cases/${appeal.caseId}`);
  await at('case-asked', `/cases/${asked.caseId}`);

  await page.goto(`${site}/providers/${quick}`);
  await page.getByText('Quiet hours', { exact: true }).click();
  await page.getByRole('group', { name: 'Hours 1' }).getByLabel('Fri').check();
  await page.getByRole('group', { name: 'Hours 1' }).getByLabel('From').fill('25:00');
  await page.getByRole('button', { name: 'Save' }).click();
  await look('provider-wishes-problem', page);
  await page.getByRole('group', { name: 'Hours 1' }).getByLabel('From').fill('22:00');
  await page.getByRole('group', { name: 'Hours 1' }).getByLabel('To').fill('07:00');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Fri 22:00–24:00').waitFor();

  await page.goto(`${site}/notices`);
  await page.getByRole('button', { name: 'Stop all sending' }).click();
  await look('notices-problem', page);
  await page.getByLabel('Why?').fill('A list was wrong; we look at it first');
  await page.getByRole('button', { name: 'Stop all sending' }).click();
  await look('notices-stopped', page);
  await at('queue-stopped', '/');

  const other = await openPage(stina, 'sv');
  await other.goto(`${site}/providers/${unknown}`);
  await look('provider-asked-sv', other);
  await other.goto(`${site}/notices`);
  await look('notices-stopped-sv', other);
  await other.goto(`${site}/cases/${asked.caseId}`);
  await look('case-asked-sv', other);
  assert.deepEqual(browser.strayRequests(), []);
});
