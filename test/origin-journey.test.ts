/**
 * An item behind a CDN, from the tip to the notices, in a browser: the case waits for its origin, an analyst names it, its host is looked
 * up by a job, and both are told, each of what is theirs.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openConsole } from '../src/console/console-for-tests.ts';
import { openPageOf } from '../src/console/look-for-tests.ts';
import { openNetwork, openPlaces, testNetworkSchema } from '../src/crawl/door.ts';
import { decideDepsOf } from '../src/console/case-screen.ts';
import { hallway } from '../src/hallway.ts';
import { receiveTip } from '../src/intake/door.ts';
import { openNotices, readNoticeFacts } from '../src/notices/door.ts';
import { listDispatches, type PartnerDoor } from '../src/routing/door.ts';
import { newestDeskKey } from '../src/staff/door.ts';
import { caseIdSchema, type CaseId } from '../src/terms/ids.ts';
import { openBrowser } from './browser.ts';
import { freshDatabase, quietLog } from './fresh-database.ts';

const { db, pool } = await freshDatabase();
const desk = await openConsole(db);
const { serviceKey, clock } = desk.deps;
const astrid = await desk.logIn('astrid', 'analyst');
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});

const rehearsed = (destination: 'police' | 'iccam' | 'ncmec' | 'hotline'): PartnerDoor => ({
  destination,
  send: () => Promise.resolve({ kind: 'rehearsed', because: 'not-configured' }),
});
const [CDN, ORIGIN] = ['104.16.1.1', '5.9.1.1'];
const at = (ip: string) => ({ ip, connectTo: '127.0.0.1:9' });
const handler = hallway({
  ...{ db, clock, serviceKey, places: openPlaces(), hotlineName: 'Hotline Exempel' },
  network: openNetwork({
    kind: 'test',
    network: testNetworkSchema.parse({
      hosts: { 'hidden.example.org': at(CDN), 'late.example.org': at(CDN), 'origin.example.net': at(ORIGIN) },
    }),
  }),
  delivery: {
    ...{ db, clock, log: quietLog },
    doors: {
      ...{ police: rehearsed('police'), iccam: rehearsed('iccam') },
      ...{ ncmec: rehearsed('ncmec'), hotline: rehearsed('hotline') },
      provider: openNotices({ db, serviceKey, clock }),
    },
  },
  deciding: decideDepsOf(desk.deps),
});

/** Delivers what the house was told until nothing is left to tell, each twice, as may happen. */
async function deliver(): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ event: unknown }>('delete from outbox returning event');
    if (rows.length === 0) return;
    for (const { event } of rows) for (const attempt of [1, 2]) await handler.handle(event, attempt);
  }
}

async function answer(page: Page, answers: Readonly<Record<string, string>>, button: string): Promise<void> {
  for (const [name, value] of Object.entries(answers))
    await page.locator(`input[name="${name}"][value="${value}"]`).check();
  await page.getByRole('button', { name: button }).first().click();
}

let tips = 0;

/** A case of one item, claimed, answered and assessed as illegal, on its page. */
async function assessedCase(page: Page, address: string): Promise<CaseId> {
  tips += 1;
  const deskKey = await newestDeskKey(db);
  assert.ok(deskKey);
  await receiveTip(
    { db, serviceKey, clock, deskKey },
    {
      ...{ submissionKey: Buffer.alloc(16, tips), category: 'online', language: 'sv', source: 'form' },
      ...{ isUrgent: false, wantsAnswer: false, addresses: [address] },
      report: { narrative: 'Ordinary words.' },
    },
  );
  await deliver();
  const { rows } = await pool.query<{ id: string }>('select id from case_file order by number desc limit 1');
  const caseId = caseIdSchema.parse(rows[0]?.id);
  await page.goto(`${site}/cases/${caseId}`);
  await page.getByRole('button', { name: 'Claim this case' }).first().click();
  await answer(page, { danger: 'no', identifiable: 'no', home: 'no' }, 'Save the answers');
  await page.getByRole('link', { name: 'Assess item 1' }).click();
  const seen = { 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes', severity: 'B', age: '7-10' };
  const rest = { gender: 'female', virtual: 'no', 'self-generated': 'unknown', modelling: 'no' };
  const kind = { 'content-type': 'media', 'site-type': 'image-host', commercial: 'no' };
  await answer(page, { access: 'available', ...seen, ...rest, ...kind }, 'Save');
  await page.goto(`${site}/cases/${caseId}`);
  return caseId;
}

const sentBy = async (caseId: CaseId) =>
  (await listDispatches(db, caseId)).map(({ destination, by }) => `${destination} ${by?.row ?? ''}`).sort();

/** The only takedown of a case. */
async function takedownOf(caseId: CaseId) {
  const { rows } = await pool.query<{
    is_behind_proxy: boolean;
    country: string | null;
    shrouded_facts: Buffer;
    is_sought: boolean;
  }>(
    `select is_behind_proxy, country, shrouded_facts, seek_at is not null as is_sought from takedown where case_id = $1`,
    [caseId],
  );
  const [takedown] = rows;
  assert.ok(takedown);
  assert.equal(rows.length, 1, 'the host’s notice and the proxy’s are one takedown');
  return { ...takedown, facts: readNoticeFacts(serviceKey.unshroud('payload', takedown.shrouded_facts)) };
}

test('an item behind a CDN waits for its origin, and once it is named both are told', async () => {
  const page = await openPageOf(browser, site, astrid, 'en');
  page.setDefaultTimeout(5_000);
  const caseId = await assessedCase(page, 'https://hidden.example.org/album/1');
  assert.equal(await page.getByRole('button', { name: /^Decide/ }).count(), 0, 'nothing can be decided before');

  await page.getByRole('link', { name: 'Say where item 1 is kept' }).click();
  await page.getByLabel('Origin: host name or IP address').fill('https://origin.example.net/');
  await answer(page, { 'origin-said': 'found', 'origin-way': 'history' }, 'Save the origin');
  await page.getByText('The origin’s host is being looked up').waitFor();
  await page.goto(`${site}/cases/${caseId}`);
  assert.equal(await page.getByText('both are told').count(), 0, 'nobody knows yet where that host is');
  await deliver();
  await page.reload();
  await page.getByText('A CDN or proxy stands before the host: both are told.').waitFor();
  await page.getByText('Germany').first().waitFor();
  await page.getByRole('button', { name: /^Decide/ }).click();
  await page.context().close();

  assert.deepEqual(await sentBy(caseId), ['iccam inhope', 'provider both-hosts', 'provider dsa16']);
  await deliver();
  const { facts, country, is_behind_proxy: isBehindProxy } = await takedownOf(caseId);
  assert.deepEqual([isBehindProxy, country, facts.ip], [true, 'DE', CDN]);
  assert.deepEqual(facts.origin, { host: 'origin.example.net', ip: ORIGIN, country: 'DE' });
});

test('a decided case is taken up again when its origin is found later: its ladder is looked for anew, and what it knew stays', async () => {
  const page = await openPageOf(browser, site, astrid, 'en');
  page.setDefaultTimeout(5_000);
  const caseId = await assessedCase(page, 'https://late.example.org/album/1');
  await page.getByRole('link', { name: 'Say where item 1 is kept' }).click();
  await answer(page, { 'origin-said': 'not-found' }, 'Save the origin');
  await page.goto(`${site}/cases/${caseId}`);
  await page.getByRole('button', { name: /^Decide/ }).click();
  await deliver();
  const before = await sentBy(caseId);
  assert.ok(before.includes('provider proxy-alone'), before.join());
  assert.equal((await takedownOf(caseId)).facts.origin, undefined);
  await pool.query(`update takedown set state = 'running', seek_at = null where case_id = $1`, [caseId]);

  await page.goto(`${site}/cases/${caseId}`);
  await page.getByRole('button', { name: 'Take it up again' }).click();
  await page.getByText('The case is yours again.').waitFor();
  const item = await page
    .getByRole('link', { name: /item 1$/ })
    .first()
    .getAttribute('href');
  await page.goto(new URL(item ?? '', site).href);
  await page.getByText('Correct it').click();
  await page.getByLabel('Origin: host name or IP address').fill(ORIGIN);
  await answer(page, { 'origin-said': 'found', 'origin-way': 'provider' }, 'Save the origin');
  await page.goto(`${site}/cases/${caseId}`);
  await page.getByRole('button', { name: /^Decide/ }).click();
  await page.context().close();
  await deliver();
  const news = (await sentBy(caseId)).join();
  assert.match(news, /iccam inhope/);
  assert.match(news, /provider (?:both-hosts|dsa16)/);
  const { facts, is_sought: isSought } = await takedownOf(caseId);
  assert.deepEqual(facts.origin, { host: ORIGIN, ip: ORIGIN, country: 'DE' });
  assert.ok(isSought, 'the ladder is looked for again');
});
