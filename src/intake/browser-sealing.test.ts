/** The tip's form with its script on, in Chromium: nobody but the desk learns what was written, and nothing of the form works less well. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../test/browser.ts';
import { fillTipForm, openMailbox, sendTip, writeMessage } from '../../test/tipster.ts';
import { textsIn } from '../site/texts.ts';
import { tipIdSchema, type TipId } from '../terms/ids.ts';
import { openTip, readMailbox, readReportedAddresses } from './open-tip.ts';
import { openTestSite } from './site-for-tests.ts';
import { readTip } from './tip-store.ts';

const site = await openTestSite();
const url = await site.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
const folder = process.env['FYR_LOOK_FOLDER'];
after(async () => {
  await browser.close();
  await site.http.close();
});

async function newestTip() {
  const result = await site.pool.query<{ id: string }>('select id from tip order by ctid desc limit 1');
  const record = await readTip(site.db, tipIdSchema.parse(result.rows[0]?.id));
  return { record, ...openTip(record, site.deskIdentities) };
}

async function messagesAtDesk(tipId: TipId) {
  const { deskIdentities } = site;
  const { tipIdentity } = openTip(await readTip(site.db, tipId), deskIdentities);
  const entries = await readMailbox(site.db, tipId, { tipIdentity, deskIdentities });
  return entries.flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
}

const countTips = async () => (await site.pool.query('select 1 from tip')).rowCount;

/** Everything that a page sends, and every complaint of its console. */
function listenTo(page: Page) {
  const sent: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d|ERR_FAILED/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { sent, complaints };
}

const words = {
  narrative: 'Kanariefågel vid kajen, klockan nio',
  suspect: 'Kanariefågeln i blå jacka',
  name: 'Kanarie Fågelsson',
  email: 'kanarie@example.org',
};
const canaries = /kanarie/i;

async function lookAt(page: Page, name: string) {
  if (folder === undefined) return;
  for (const width of [390, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
}

test('with script on nothing that was written leaves the browser but sealed, and the desk reads every word', async () => {
  const visitor = await browser.visitor({ language: 'sv', script: 'on' });
  const { sent, complaints } = listenTo(visitor.page);
  const texts = textsIn('sv');
  await fillTipForm(visitor, url, {
    category: 'grooming',
    words: { ...words, addresses: 'https://a.example.org/x\nden där sidan' },
    wantsAnswer: true,
  });
  const review = await visitor.page.locator('main').innerText();
  for (const word of Object.values(words)) assert.ok(review.includes(word), word);
  assert.ok(review.includes(texts.safety.browser) && review.includes('Rad 2'));
  assert.deepEqual(await browser.findBarriers('review', visitor.page), []);
  await lookAt(visitor.page, 'sealed-review');
  await visitor.page.getByRole('button', { name: texts.form.send }).click();
  await visitor.page.getByRole('heading', { level: 1, name: texts.receipt.title }).waitFor();
  assert.ok((await visitor.page.locator('main').innerText()).includes(texts.safety.done.browser));
  await lookAt(visitor.page, 'sealed-receipt');
  assert.ok(
    await visitor.page.getByRole('button', { name: texts.receipt.copy }).isVisible(),
    'the other script goes on',
  );
  assert.ok(sent.length > 6);
  assert.deepEqual(
    sent.filter((each) => canaries.test(decodeURIComponent(each.replaceAll('+', ' ')))),
    [],
  );
  const tip = await newestTip();
  assert.deepEqual(tip.contact, { name: words.name, email: words.email });
  assert.equal(tip.report.suspect, words.suspect);
  assert.match(tip.report.narrative ?? '', /^Kanariefågel vid kajen, klockan nio\n\n.+:\nden där sidan$/);
  assert.ok(tip.record.hasContact && tip.record.wantsAnswer && tip.unreadable.length === 0);
  assert.deepEqual(await readReportedAddresses(site.db, site.serviceKey, tip.record.id), ['https://a.example.org/x']);
  assert.deepEqual(complaints, []);
  assert.deepEqual(await visitor.page.context().cookies(), []);
  assert.equal(await visitor.page.evaluate(() => localStorage.length + sessionStorage.length), 0);
});

test('an urgent tip is sent with its words, for the police, and its contact sealed', async () => {
  const visitor = await browser.visitor({ language: 'en', script: 'on' });
  const { sent } = listenTo(visitor.page);
  const texts = textsIn('en');
  await fillTipForm(visitor, url, { category: 'offline', isUrgent: true, words });
  assert.deepEqual(
    sent.filter((each) => canaries.test(decodeURIComponent(each))),
    [],
    'until it is sent',
  );
  assert.ok((await visitor.page.locator('main').innerText()).includes(texts.safety.urgent));
  await visitor.page.getByRole('button', { name: texts.form.send }).click();
  await visitor.page.locator('.receipt').waitFor();
  const body = new URLSearchParams(sent.at(-1)?.split(' ').at(-1));
  assert.equal(body.get('narrative'), words.narrative);
  assert.deepEqual([body.get('email'), body.get('name'), body.get('sealedReport')], [null, null, null]);
  const tip = await newestTip();
  assert.deepEqual([tip.report.narrative, tip.contact?.email], [words.narrative, words.email]);
});

test('back, forward, another language, a problem and Change lose nothing, by our buttons and by the browser’s', async () => {
  const { page } = await browser.visitor({ language: 'sv', script: 'on' });
  const { sent, complaints } = listenTo(page);
  const next = page.locator('main button[value="next"]');
  const stepIs = (step: string) => page.locator(`input[name="step"][value="${step}"]`).waitFor({ state: 'attached' });
  await page.goto(`${url}/sv/tip/other`);
  await next.click();
  await stepIs('narrative');
  await page.locator('#narrative').fill(words.narrative);
  await page.locator('.languages summary').click();
  await page.locator('button[formaction="/en/tip/other"]').click();
  await page.locator('html[lang=en]').waitFor({ state: 'attached' });
  assert.equal(await page.locator('#narrative').inputValue(), words.narrative);
  assert.equal(new URL(page.url()).pathname, '/en/tip/other');
  await next.click();
  await stepIs('placeTime');
  await page.locator('#place').fill('Torget');
  await page.goBack();
  await stepIs('narrative');
  assert.equal(await page.locator('#narrative').inputValue(), words.narrative);
  await page.goForward();
  await stepIs('placeTime');
  assert.equal(await page.locator('#place').inputValue(), 'Torget');
  for (const step of ['suspect', 'addresses', 'contact']) {
    await next.click();
    await stepIs(step);
  }
  await page.locator('#email').fill('kanarie');
  await page.locator('#email').press('Enter');
  await page.locator('.summary').waitFor();
  assert.equal(await page.locator('#email').inputValue(), 'kanarie');
  await page.locator('#email').fill(words.email);
  await next.click();
  await stepIs('review');
  await page.locator('button[value="edit-narrative"]').click();
  await stepIs('narrative');
  await page.locator('#narrative').fill(`${words.narrative} ${'ö'.repeat(5_000)}`);
  await next.click();
  assert.match(await page.locator('.summary').innerText(), /5,036 characters/);
  assert.match(await page.locator('#narrative').inputValue(), /^Kanariefågel/);
  await page.locator('#narrative').fill(words.narrative);
  await next.click();
  await stepIs('review');
  assert.deepEqual(
    sent.filter((each) => canaries.test(decodeURIComponent(each))),
    [],
  );
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a broken connection says so and loses nothing, and sending again makes one tip', async () => {
  const visitor = await browser.visitor({ language: 'sv', script: 'on' });
  const { page } = visitor;
  await fillTipForm(visitor, url, { category: 'other', words });
  const before = await countTips();
  const send = page.locator('button[value="send"]');
  // The tip arrives, its answer does not.
  await page.route('**/tip/other', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await send.click();
  await page.locator('#trouble-shown').getByText(textsIn('sv').safety.unreached).waitFor();
  assert.deepEqual(await browser.findBarriers('unreached', page, ['light']), []);
  await lookAt(page, 'unreached');
  await page.unroute('**/tip/other');
  await send.click();
  await page.locator('.receipt').waitFor();
  assert.equal(await countTips(), Number(before) + 1);
  await page.context().close();
});

test('a message in the mailbox leaves the browser sealed, is read by the desk, and is shown again on this page alone', async () => {
  const visitor = await browser.visitor({ language: 'sv', script: 'on' });
  const { page } = visitor;
  const receipt = await sendTip(visitor, url, { category: 'other', words: { narrative: 'Ett löv' } });
  const { record } = await newestTip();
  const { sent, complaints } = listenTo(page);
  await openMailbox(visitor, url, receipt);
  const { messageLocks, mailbox, safety, notice } = textsIn('sv');
  const main = page.locator('main');
  assert.ok(await main.getByText(messageLocks.browser).isVisible());
  assert.equal(await main.getByText(messageLocks.server).isVisible(), false);
  await lookAt(page, 'sealed-mailbox');

  await page.locator('#text').fill('ö'.repeat(5_036));
  await page.getByRole('button', { name: mailbox.write }).click();
  await page
    .locator('.summary')
    .getByText(/5\s036/)
    .waitFor();
  assert.equal((await page.locator('#text').inputValue()).length, 5_036, 'given back whole');
  await writeMessage(visitor, words.narrative);
  await page.locator('.history .words').getByText(words.narrative).waitFor();
  assert.ok(await main.getByText(safety.done.browser).isVisible());
  assert.equal(await page.locator('#text').inputValue(), '');
  assert.deepEqual(await browser.findBarriers('sealed message', page), []);
  await lookAt(page, 'sealed-message');

  await page.locator('#text').fill(words.suspect);
  await page.locator('.by-mail summary').click();
  await page.locator('#address').fill('a@example.org');
  await page.getByRole('button', { name: notice.turnOn }).click();
  await main.getByText(notice.nowOn).waitFor();
  assert.equal(await page.locator('#text').inputValue(), words.suspect, 'what was being written is still there');
  await writeMessage(visitor, words.suspect);
  assert.deepEqual(await page.locator('.history .words').allInnerTexts(), [words.narrative, words.suspect]);

  assert.deepEqual(
    sent.filter((each) => canaries.test(decodeURIComponent(each.replaceAll('+', ' ')))),
    [],
  );
  assert.deepEqual(complaints, []);
  assert.deepEqual(await messagesAtDesk(record.id), [words.narrative, words.suspect]);
  await openMailbox(visitor, url, receipt);
  assert.deepEqual(await page.locator('.history .words').allInnerTexts(), [messageLocks.closed, messageLocks.closed]);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  await page.context().close();
});

test('a message outlives a broken connection and a mailbox that closed meanwhile, and is one message', async () => {
  const visitor = await browser.visitor({ language: 'en', script: 'on' });
  const { page } = visitor;
  const receipt = await sendTip(visitor, url, { category: 'other', words: { narrative: 'A leaf' } });
  const { record } = await newestTip();
  const { sent } = listenTo(page);
  await openMailbox(visitor, url, receipt);
  const { messageLocks, mailbox } = textsIn('en');
  const write = page.getByRole('button', { name: mailbox.write });
  await page.route('**/mailbox/message', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.locator('#text').fill(words.narrative);
  await write.click();
  await page.locator('#trouble-shown').getByText(messageLocks.unreached).waitFor();
  await page.unroute('**/mailbox/message');
  await write.click();
  await page.getByText(mailbox.written).waitFor();

  await page.locator('#text').fill(words.suspect);
  site.pass(31 * 60_000);
  await write.click();
  await page.getByText(mailbox.expired).waitFor();
  assert.equal(await page.locator('#text').inputValue(), words.suspect);
  await page.locator('#receipt').fill(receipt);
  await page.getByRole('button', { name: mailbox.open, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: mailbox.title }).waitFor();
  assert.equal(await page.locator('#text').inputValue(), words.suspect);
  await write.click();
  await page.getByText(mailbox.written).waitFor();
  assert.deepEqual(await messagesAtDesk(record.id), [words.narrative, words.suspect]);
  assert.deepEqual(
    sent.filter((each) => canaries.test(decodeURIComponent(each.replaceAll('+', ' ')))),
    [],
  );
  await page.context().close();
});

test('without script, without WebCrypto and without a desk key the server seals, and the page says so', async () => {
  const { messageLocks, safety } = textsIn('fi');
  for (const script of ['off', 'on'] as const) {
    const visitor = await browser.visitor({ language: 'fi', script });
    const { page } = visitor;
    if (script === 'on') await page.addInitScript(() => Reflect.deleteProperty(Crypto.prototype, 'subtle'));
    const main = page.locator('main');
    const receipt = await sendTip(visitor, url, { category: 'other', words: { ...words, place: 'Satama' } });
    assert.ok((await main.innerText()).includes(safety.done.server));
    const { report, record } = await newestTip();
    assert.deepEqual(report, { narrative: words.narrative, suspect: words.suspect, place: 'Satama' });
    await openMailbox(visitor, url, receipt);
    assert.ok(await main.getByText(messageLocks.server).isVisible());
    assert.equal(await main.getByText(messageLocks.browser).isVisible(), false);
    await writeMessage(visitor, words.name);
    assert.ok(await main.getByText(safety.done.server).isVisible());
    assert.deepEqual(await messagesAtDesk(record.id), [words.name]);
    await openMailbox(visitor, url, receipt);
    assert.deepEqual(
      await page.locator('.history .words').allInnerTexts(),
      [words.name],
      'read again with the receipt',
    );
    await page.context().close();
  }
  site.answerDeskKey(() => Promise.reject(new Error('away')));
  assert.doesNotMatch((await site.get('/fi/tip/other')).body, /data-recipient/);
  site.answerDeskKey(() => Promise.resolve(site.deskRecipient));
});

test('an address behind the # of a link stands in its field, and no server has seen it', async () => {
  const { page } = await browser.visitor({ language: 'en', script: 'on' });
  const { sent } = listenTo(page);
  const next = page.locator('main button[value="next"]');
  await page.goto(`${url}/en/tip/online#url=${encodeURIComponent('https://kanarie.example.org/a?b=c&d')}`);
  await next.click();
  await page.locator('#addresses').waitFor();
  assert.equal(await page.locator('#addresses').inputValue(), 'https://kanarie.example.org/a?b=c&d');
  assert.equal(new URL(page.url()).hash, '');
  assert.deepEqual(
    sent.filter((each) => canaries.test(each.replace(/#.*/, ''))),
    [],
  );
  await page.context().close();
});
