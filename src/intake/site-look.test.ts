/**
 * The public site as people have it: axe over every page and every step of the form in every language, light and dark; nothing wider than the
 * smallest telephone, a screen at 400 % or letters twice as large; by script and without; and the whole form by keyboard alone.
 * Pictures for people go to FYR_LOOK_FOLDER.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Screen, SeenPage } from '../../test/barriers.ts';
import { openBrowser } from '../../test/browser.ts';
import { takePictures, wantsPictures } from '../../test/pictures.ts';
import { fillTipForm, sendTip } from '../../test/tipster.ts';
import { textsIn } from '../site/texts.ts';
import { TIP_CATEGORIES, type TipCategory } from '../terms/categories.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { openTestSite, receiptOf, stateOf, tokenOf } from './site-for-tests.ts';
import { STEPS } from './tip-form.ts';

const site = await openTestSite();
const url = await site.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await site.http.close();
});

const PAGES = [
  ...['', '/tip/online', '/mailbox', '/help', '/young', '/after', '/scope', '/spread', '/poster'],
  ...['/privacy', '/accessibility', '/contact', '/nothing-here'],
];
/** One written from the right, and one of the longest words. */
const THOROUGHLY: readonly SiteLanguage[] = ['ar', 'de'];

/** The smallest telephone, which is as wide as a screen of 1280 px at 400 % (WCAG 2.2, 1.4.10). */
const SMALL: readonly Screen[] = [{ width: 320, height: 640 }];
/** Letters at 200 % (1.4.4), on a telephone and on a wide screen. */
const LARGE_LETTERS: readonly Screen[] = [
  { width: 390, height: 800, textPercent: 200 },
  { width: 1280, height: 720, textPercent: 200 },
];

const seen = (name: string, html: string, path: string): SeenPage => ({ name, html, address: `${url}${path}` });

/** Of pages as the server answers them. */
async function faultsOf(language: SiteLanguage, page: SeenPage): Promise<readonly string[]> {
  const screens = THOROUGHLY.includes(language) ? [...SMALL, ...LARGE_LETTERS] : SMALL;
  return [...(await browser.findBarriersIn(page)), ...(await browser.findOverflow(page, screens))];
}

test('every page in every language has no barrier that axe knows in either colour, and fits the smallest telephone', async () => {
  const faults: string[] = [];
  for (const language of SITE_LANGUAGES)
    for (const tail of PAGES) {
      const path = `/${language}${tail}`;
      const { body } = await site.get(path);
      faults.push(...(await faultsOf(language, seen(path, body, path))));
    }
  assert.deepEqual(faults, []);
});

/** Each step of a category's form as it is first seen, as it is with everything wrong, and its review. */
async function stepsOf(language: SiteLanguage, category: TipCategory): Promise<readonly SeenPage[]> {
  const path = `/${language}/tip/${category}`;
  const answers = { addresses: 'hxxps://a.example[.]org/x\n???', narrative: 'Ett löv', email: 'a@example.org' };
  let { body } = await site.get(path);
  const pages = [seen(`${path} first`, body, path)];
  for (const step of STEPS[category]) {
    const wrong = { addresses: '', email: 'a', narrative: 'x'.repeat(5_001), suspect: 'x'.repeat(5_001) };
    const refused = await site.post(path, { state: stateOf(body), step, go: 'next', ...wrong });
    if (refused.statusCode === 422) pages.push(seen(`${path} ${step} wrong`, refused.body, path));
    ({ body } = await site.post(path, { state: stateOf(body), step, go: 'next', ...answers, isUrgent: 'yes' }));
    pages.push(seen(`${path} after ${step}`, body, path));
  }
  return pages;
}

test('each step of the form, its problems, the review, the receipt and the mailbox are without barrier in every language', async () => {
  const faults: string[] = [];
  for (const language of SITE_LANGUAGES) {
    const pages = [...(await stepsOf(language, 'online')), ...(await stepsOf(language, 'travel'))];
    const receipt = await site.sendTip(`/${language}/tip/other`, { narrative: 'Ett löv', isUrgent: 'yes' });
    const path = `/${language}/mailbox`;
    const mailbox = await site.post(path, { receipt: receiptOf(receipt.body) });
    const unsure = { token: tokenOf(mailbox.body), what: 'all' };
    const written = { token: tokenOf(mailbox.body), text: 'Ett löv till' };
    pages.push(
      seen(`${path} receipt`, receipt.body, path),
      seen(`${path} wrong`, (await site.post(path, { receipt: 'x' })).body, path),
      seen(`${path} open`, mailbox.body, path),
      seen(`${path} unsure`, (await site.post(`${path}/remove`, unsure)).body, path),
      seen(`${path} notice`, (await site.post(`${path}/notice`, { ...unsure, address: 'x' })).body, path),
      seen(`${path} written`, (await site.post(`${path}/message`, written)).body, path),
    );
    for (const page of pages) faults.push(...(await faultsOf(language, page)));
  }
  assert.deepEqual(faults, []);
});

/** Pages with script differ in words alone: a few languages in the ordinary run, all of them with FYR_LONG_TESTS=yes. */
const WALKED: readonly (readonly [SiteLanguage, 'on' | 'off'])[] =
  process.env['FYR_LONG_TESTS'] === 'yes'
    ? SITE_LANGUAGES.flatMap((language) => [[language, 'on'] as const, [language, 'off'] as const])
    : [
        ['sv', 'off'],
        ['ar', 'on'],
        ['th', 'on'],
      ];

test('with script on no page has a barrier either, from the first to the mailbox, and every page can be looked at', async () => {
  for (const [language, script] of WALKED) {
    const visitor = await browser.visitor({ language, script });
    const { page } = visitor;
    const check = async (name: string) => {
      assert.deepEqual(await browser.findBarriers(`${language} ${name}`, page), []);
      await takePictures(`${language}-${name}`, page);
    };
    for (const tail of wantsPictures || language === 'ar' || WALKED.length > 3 ? PAGES : []) {
      await page.goto(`${url}/${language}${tail}`);
      await check(tail === '' ? 'start' : tail.slice(1).replaceAll('/', '-'));
    }
    await fillTipForm(visitor, url, {
      category: 'online',
      isUrgent: true,
      words: { addresses: 'hxxps://a.example[.]org/x\nden där sidan', narrative: 'Ett löv', email: 'a@example.org' },
    });
    const change = await page.locator('button[value="edit-addresses"]').boundingBox();
    assert.ok(change !== null && change.height < 60, 'its word is on one line');
    await check('review');
    await page.locator('button[value="edit-addresses"]').click();
    await page.locator('#addresses').fill('');
    await page.locator('main button[value="next"]').click();
    await page.locator('.summary').waitFor();
    await check('addresses-missing');
    await page.locator('#addresses').fill('https://a.example.org/');
    await page.locator('main button[value="next"]').click();
    await page.locator('button[value="send"]').click();
    await page.locator('.receipt').waitFor();
    assert.equal(await page.locator('[data-copy]').isVisible(), script === 'on', 'no button that does nothing');
    await page.locator('.receipt summary').click();
    await check('receipt');
    const receipt = await page.locator('.receipt .code').innerText();
    await page.goto(`${url}/${language}/mailbox`);
    await page.locator('#receipt').fill(receipt.toLowerCase());
    await page.locator('main button').first().click();
    await page.locator('.removal summary').click();
    await check('mailbox');
    await page.context().close();
  }
});

/** Tab after Tab to what has this text, and Enter there. @throws Error when the keyboard does not reach it */
async function pressUntil(page: Page, name: string): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate(() => document.activeElement?.textContent ?? '');
    if (reached === name) return page.keyboard.press('Enter');
  }
  throw new Error(`The keyboard does not reach ${name} at ${page.url()}.`);
}

/** The name by which a screen reader calls what has the focus, and what it is. */
const inFocus = (page: Page) => page.locator(':focus').ariaSnapshot();

test('the mailbox is opened, written in and emptied by keyboard alone, and says aloud what happened, by script and without', async () => {
  const { mailbox, safety } = textsIn('en');
  for (const script of ['on', 'off'] as const) {
    const { page } = await browser.visitor({ language: 'en', script });
    const receipt = receiptOf((await site.sendTip('/en/tip/other', { narrative: 'A leaf' })).body);
    await page.goto(`${url}/en/mailbox`);
    await page.locator('#receipt').press('x');
    await pressUntil(page, mailbox.open);
    await page.locator('.summary').waitFor();
    assert.match(await inFocus(page), /alert|Something needs to be changed/, 'the problem has the focus');
    await page.locator('#receipt').fill(receipt.toLowerCase());
    await pressUntil(page, mailbox.open);
    await page.getByRole('heading', { level: 1, name: mailbox.title }).waitFor();
    await page.getByRole('textbox', { name: mailbox.writeLabel }).focus();
    await page.keyboard.type('By the pier');
    await pressUntil(page, mailbox.write);
    const told = page.getByRole('status').filter({ hasText: mailbox.written });
    await told.getByText(safety.done[script === 'on' ? 'browser' : 'server']).waitFor();
    await pressUntil(page, mailbox.removeTitle);
    await page.getByRole('checkbox', { name: mailbox.removeAllSure }).press('Space');
    await pressUntil(page, mailbox.removeAll);
    await page.getByRole('status').filter({ hasText: mailbox.allRemoved }).waitFor();
    await page.context().close();
  }
});

test('a tip is sent by keyboard alone, in every category', async () => {
  const { page } = await browser.visitor({ language: 'en', script: 'off' });
  const { steps, form, receipt } = textsIn('en');
  for (const category of TIP_CATEGORIES) {
    await page.goto(`${url}/en/tip/${category}`);
    for (;;) {
      const step = await page.locator('input[name="step"]').getAttribute('value');
      if (step === 'review') break;
      const field = page.locator('main textarea').first();
      if (await field.count()) await field.fill('https://a.example.org/');
      await pressUntil(page, steps.next);
      await page.locator(`input[name="step"]:not([value="${step ?? ''}"])`).waitFor({ state: 'attached' });
    }
    await pressUntil(page, form.send);
    await page.getByRole('heading', { level: 1, name: receipt.title }).waitFor();
  }
});

test('with script the quick exit replaces the page, Escape pressed three times too; without it is a link', async () => {
  for (const script of ['on', 'off'] as const) {
    const { page } = await browser.visitor({ language: 'en', script });
    await page.goto(`${url}/en`);
    await page.goto(`${url}/en/young`);
    const exit = page.locator('[data-exit]');
    await exit.evaluate((link, to) => link.setAttribute('href', to), `${url}/en/contact`);
    if (script === 'on') for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
    else await exit.click();
    await page.waitForURL(`${url}/en/contact`);
    await page.goBack();
    assert.equal(page.url(), script === 'on' ? `${url}/en` : `${url}/en/young`);
    await page.context().close();
  }
});

test('nothing is asked of anybody else, stored or set as a cookie, from first page to mailbox', async () => {
  for (const script of ['on', 'off'] as const) {
    const visitor = await browser.visitor({ language: 'sv', script });
    await sendTip(visitor, url, { category: 'offline', words: { narrative: 'Ett löv' } });
    assert.deepEqual(await visitor.page.context().cookies(), []);
    assert.equal(await visitor.page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  }
  assert.deepEqual(browser.strayRequests(), []);
});
