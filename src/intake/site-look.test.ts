/**
 * The public site as people have it: axe over every page in every language (light), three languages in the dark, each step
 * of the form, no sideways scrolling at 320 px, and the whole form by keyboard alone. Pictures for people go to FYR_LOOK_FOLDER.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../test/browser.ts';
import { fillTipForm, sendTip } from '../../test/tipster.ts';
import { textsIn } from '../site/texts.ts';
import { TIP_CATEGORIES } from '../terms/categories.ts';
import { SITE_LANGUAGES } from '../terms/site-languages.ts';
import { openTestSite } from './site-for-tests.ts';

const site = await openTestSite();
const url = await site.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await site.http.close();
});

const folder = process.env['FYR_LOOK_FOLDER'];
const PAGES = [
  ...['', '/tip/online', '/mailbox', '/help', '/young', '/after', '/scope', '/spread', '/poster'],
  ...['/privacy', '/accessibility', '/contact', '/nothing-here'],
];

/** No sideways scrolling on the smallest telephone; pictures at three widths in both colours where a folder is given. */
async function look(name: string, page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `${name} is ${wide} px wide at 320`);
  if (folder === undefined) return;
  for (const width of [320, 768, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

test('every page in every language has no barrier that axe knows, and fits the smallest telephone', async () => {
  const { page } = await browser.visitor({ language: 'sv', script: 'off' });
  for (const language of SITE_LANGUAGES) {
    const schemes = ['sv', 'ar', 'th'].includes(language) ? (['light', 'dark'] as const) : (['light'] as const);
    for (const tail of PAGES) {
      const name = `${language}${tail.replaceAll('/', '-')}`;
      assert.deepEqual(await browser.findBarriersAt(name, `${url}/${language}${tail}`, schemes), []);
      if (schemes.length === 1) continue;
      await page.goto(`${url}/${language}${tail}`);
      await look(name, page);
    }
  }
});

test('each step of the form, the review, the receipt and the mailbox are without barrier, by script and without', async () => {
  for (const [language, script] of [
    ['sv', 'off'],
    ['ar', 'on'],
    ['th', 'off'],
  ] as const) {
    const visitor = await browser.visitor({ language, script });
    const { page } = visitor;
    const check = async (name: string) => {
      assert.deepEqual(await browser.findBarriers(`${language} ${name}`, page, ['light', 'dark']), []);
      await look(`${language}-${name}`, page);
    };
    await fillTipForm(visitor, url, {
      category: 'online',
      isUrgent: true,
      words: { addresses: 'hxxps://a.example[.]org/x\nden där sidan', narrative: 'Ett löv', email: 'a@example.org' },
    });
    await check('review');
    await page.locator('button[value="edit-addresses"]').click();
    await page.locator('#addresses').fill('');
    await page.locator('main button[value="next"]').click();
    await check('addresses-missing');
    await page.locator('#addresses').fill('https://a.example.org/');
    await page.locator('main button[value="next"]').click();
    await page.locator('button[value="send"]').click();
    await page.locator('.receipt').waitFor();
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

test('a tip is sent by keyboard alone, in every category', async () => {
  const { page } = await browser.visitor({ language: 'en', script: 'off' });
  const { steps, form, receipt } = textsIn('en');
  for (const category of TIP_CATEGORIES) {
    await page.goto(`${url}/en/tip/${category}`);
    const pressUntil = async (name: string) => {
      for (let tries = 0; tries < 60; tries += 1) {
        await page.keyboard.press('Tab');
        if (
          (await page
            .locator(':focus')
            .innerText()
            .catch(() => '')) === name
        )
          return page.keyboard.press('Enter');
      }
      throw new Error(`The keyboard does not reach ${name} in ${category}.`);
    };
    for (;;) {
      const step = await page.locator('input[name="step"]').getAttribute('value');
      if (step === 'review') break;
      const field = page.locator('main textarea').first();
      if (await field.count()) await field.fill('https://a.example.org/');
      await pressUntil(steps.next);
      await page.locator(`input[name="step"]:not([value="${step ?? ''}"])`).waitFor({ state: 'attached' });
    }
    await pressUntil(form.send);
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
  const visitor = await browser.visitor({ language: 'sv', script: 'on' });
  await sendTip(visitor, url, { category: 'offline', words: { narrative: 'Ett löv' } });
  assert.deepEqual(await visitor.page.context().cookies(), []);
  assert.equal(await visitor.page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  assert.deepEqual(browser.strayRequests(), []);
});
