/** The pages for and about the police in a browser without script: a telephone and a large screen, light and dark, and no barrier. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { registerIntake, SHIPPED_SOURCE, siteOf } from '../intake/door.ts';
import { changeSettings, registerConfirmation, type PartnerSettings } from '../partners/door.ts';
import { transact } from '../platform/db.ts';
import { openHttp } from '../platform/http.ts';
import { newestDeskKey } from '../staff/door.ts';
import type { Language } from '../terms/categories.ts';
import { openConsole, type Visitor } from './console-for-tests.ts';
import { look as lookAt, openPageOf } from './look-for-tests.ts';
import { consoleErrorPage } from './views/error.tsx';
import { openAccountDoor, sendToAccount } from './police-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db, { FYR_LOCK_MINUTES: '30' });
const door = openAccountDoor(desk);
const signe = await desk.logIn('signe', 'supervisor');
const astrid = await desk.logIn('astrid', 'analyst');
const olga = await desk.logIn('olga', 'police');
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const { hotline } = desk.deps.config;
const siteIn = (language: 'sv' | 'en') => siteOf(hotline, language);
const publicHttp = await openHttp({
  log: quietLog,
  bodyLimitBytes: 65_536,
  errorPage: consoleErrorPage,
});
registerConfirmation(publicHttp, { ...desk.deps, siteIn });
registerIntake(publicHttp, {
  ...desk.deps,
  hotline,
  deskKey: () => newestDeskKey(db),
  sealUrgent: undefined,
  forms: SHIPPED_SOURCE,
  sendsNotices: false,
});
const publicSite = await publicHttp.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
  await publicHttp.close();
});

const openPage = (visitor: Visitor, language: Language) => openPageOf(browser, site, visitor, language);
const look = (name: string, page: Page) =>
  lookAt(browser, name, page, { widths: [320, 390, 1280], scrolling: '.armour' });

test('the pages for and about the police fit a telephone, have no barrier in either colour, and ask nothing of the world', async () => {
  const caseId = await desk.openCase({ addresses: ['https://bilder.example.org/album/7'] });
  const urgent = await desk.openCase({ addresses: ['https://bilder.example.org/fara'], isUrgent: true });
  await sendToAccount(desk, door, caseId, false);
  await sendToAccount(desk, door, urgent, true);
  desk.waitMinutes(16);
  await door.followUp();
  const held: PartnerSettings = { mode: 'test', values: { way: 'account', phone: '+46 8 000 00 00' } };
  const [police] = desk.deps.partnerDesks;
  assert.ok(police && signe.staffId);
  const change = { settings: held, before: police.fallback, staffId: signe.staffId };
  await transact(db, (tx) =>
    changeSettings(tx, desk.deps.serviceKey, police.definition, change, desk.deps.clock.now()),
  );
  const officer = await openPage(olga, 'sv');
  await officer.goto(`${site}/police`);
  await look('police-list', officer);
  await officer.goto(`${site}/police/cases/${caseId}`);
  await officer.getByRole('button', { name: 'Skicka', exact: true }).click();
  await look('police-case-problem', officer);
  await officer
    .getByRole('textbox')
    .fill('Vilken dag var det? Vi behöver veta det för https://bilder.example.org/album/7.');
  await officer.getByRole('button', { name: 'Skicka', exact: true }).click();
  await officer.getByRole('button', { name: 'Håll inne alla meddelanden' }).click();
  // The test browser keeps no files: the download itself is police.test.ts's.
  const packageId = /\/police\/packages\/([0-9a-f-]{36})\/fetch/.exec(
    (await olga.get(`/police/cases/${caseId}`)).body,
  )?.[1];
  await olga.post(`/police/packages/${packageId ?? ''}/fetch`, { file: 'zip' });
  await officer.goto(`${site}/police/cases/${caseId}`);
  await look('police-case', officer);

  const analyst = await openPage(astrid, 'sv');
  await analyst.goto(`${site}/`);
  await look('start-alarm', analyst);
  await analyst.getByRole('link', { name: /Öppna ärendet/ }).click();
  await look('desk-overdue', analyst);
  await analyst.getByRole('button', { name: 'Jag ringer nu' }).click();
  await look('desk-calling', analyst);
  await analyst.getByRole('button', { name: 'Spara' }).click();
  await look('desk-call-problem', analyst);
  await analyst.getByText('ingen svarade').click();
  await analyst.getByLabel(/Vad sades/).fill('Växeln svarade att alla var ute.');
  await analyst.getByRole('button', { name: 'Spara' }).click();
  await analyst.goto(`${site}/cases/${caseId}/police`);
  await analyst.getByText('Skicka vidare till en tipsare').click();
  await look('desk-passing', analyst);
  await analyst.getByRole('button', { name: 'Lägg det i brevlådan' }).click();
  await look('desk-pass-problem', analyst);
  await analyst.getByLabel('Med vilka ord?').fill('Vilken dag såg du det?');
  await analyst.getByRole('button', { name: 'Lägg det i brevlådan' }).click();
  await look('desk-passed', analyst);
  await analyst.goto(`${site}/cases/${caseId}`);
  await look('case-held', analyst);

  const english = await openPage(signe, 'en');
  await english.goto(`${site}/cases/${urgent}/police`);
  await look('desk-en', english);
  await english.goto(`${site}/partners/police`);
  await look('settings-en', english);
  await english.goto(`${site}/staff`);
  await look('staff-en', english);
  const officerEn = await openPage(olga, 'en');
  await officerEn.goto(`${site}/police/cases/${caseId}`);
  await look('police-case-en', officerEn);
  await officerEn.goto(`${site}/police`);
  await officerEn.getByText('The hotline’s OpenPGP key').click();
  await look('police-list-en', officerEn);
  assert.deepEqual(browser.strayRequests(), []);
});

test('the page behind a package’s link fits a telephone and has no barrier', async () => {
  const { page } = await browser.visitor({ language: 'sv', script: 'off' });
  await page.goto(`${publicSite}/sv/confirm/${randomUUID()}`);
  await look('confirm-missing', page);
  assert.match(await page.locator('h1').innerText(), /ingenstans/);
});
