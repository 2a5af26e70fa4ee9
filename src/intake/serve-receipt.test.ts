import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { quietLog } from '../../test/fresh-database.ts';
import { openBrowser } from '../../test/browser.ts';
import { takePictures } from '../../test/pictures.ts';
import { fillTipForm } from '../../test/tipster.ts';
import { openDatabase } from '../platform/db.ts';
import { textsIn } from '../site/texts.ts';
import { tipIdSchema } from '../terms/ids.ts';
import { SITE_LANGUAGES } from '../terms/site-languages.ts';
import { hasNotice } from './notice/notice-store.ts';
import { sealReceiptFacts } from './receipt-token.ts';
import { openTestSite, receiptOf, tokenOf } from './site-for-tests.ts';

const site = await openTestSite();
const url = await site.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await site.http.close();
});

const newestTip = async () => {
  const { rows } = await site.pool.query<{ id: string }>('select id from tip order by ctid desc limit 1');
  return tipIdSchema.parse(rows[0]?.id);
};

/** A tip that was just sent, and the form below its receipt. */
async function tell(language = 'sv', answers: Readonly<Record<string, string>> = {}) {
  const { body } = await site.sendTip(`/${language}/tip/offline`, {
    narrative: `Ett löv ${Math.random()}`,
    ...answers,
  });
  const press = (fields: Record<string, string>) =>
    site.post(`/${language}/receipt/notice`, { token: tokenOf(body), want: 'on', ...fields });
  return { body, receipt: receiptOf(body), tipId: await newestTip(), press };
}

test('the receipt offers a mail about news, freely and saying what is in it, in every language', async () => {
  for (const language of SITE_LANGUAGES) {
    const { body } = await tell(language);
    const { notice } = textsIn(language);
    for (const words of [notice.title, notice.freely, notice.hint]) assert.ok(body.includes(words), language);
    assert.doesNotMatch(body, /<details class="by-mail" open/);
  }
});

test('an address that is left below the receipt is kept, and the same receipt is shown again with what happened', async () => {
  const { receipt, tipId, press } = await tell('sv', { isUrgent: 'yes' });
  const { notice, receipt: words } = textsIn('sv');
  let page = await press({ address: ' elsa@example.org ' });
  assert.equal(page.statusCode, 200);
  assert.ok(page.body.includes(notice.nowOn) && page.body.includes(notice.turnOff));
  assert.ok(!page.body.includes('elsa@'), 'the address is not shown again: somebody else may be looking');
  assert.equal(receiptOf(page.body), receipt);
  assert.ok(page.body.includes(words.urgent), 'the page is the same in everything else');
  assert.equal(await hasNotice(site.db, tipId), true);
  assert.ok((await site.post('/sv/mailbox', { receipt })).body.includes(notice.isOn), 'and the mailbox knows');
  page = await site.post('/sv/receipt/notice', { token: tokenOf(page.body), want: 'off' });
  assert.ok(page.body.includes(notice.nowOff) && page.body.includes(notice.turnOn));
  assert.equal(receiptOf(page.body), receipt);
  assert.equal(await hasNotice(site.db, tipId), false);
});

test('what is no address is named and kept in the field, and nothing is stored', async () => {
  const { receipt, tipId, press } = await tell('en');
  for (const address of ['', 'nobody', 'a@example.org, b@example.org', 'a@example.org\r\nBcc: b@example.org']) {
    const page = await press({ address });
    assert.equal(page.statusCode, 422);
    assert.ok(page.body.includes('href="#address"') && page.body.includes('<details class="by-mail" open'));
    assert.equal(receiptOf(page.body), receipt);
  }
  assert.match((await press({ address: 'nobody' })).body, /value="nobody"/);
  assert.equal(await hasNotice(site.db, tipId), false);
});

test("the form's token tells nobody the receipt, is no mailbox's, and leads to the mailbox when it is not ours", async () => {
  const { body, receipt, press } = await tell();
  const token = tokenOf(body);
  const inside = Buffer.from(token, 'base64url').toString('latin1');
  for (const form of [receipt, receipt.replaceAll(' ', '')]) assert.ok(!`${token}${inside}`.includes(form));
  assert.equal((await site.post('/sv/mailbox/message', { token, text: 'Hej' })).statusCode, 422);
  const opened = await site.post('/sv/mailbox', { receipt });
  for (const foreign of [tokenOf(opened.body), '', 'x']) {
    const reply = await press({ token: foreign, address: 'a@example.org' });
    assert.deepEqual([reply.statusCode, reply.headers.location], [303, '/sv/mailbox']);
  }
  await site.post('/sv/mailbox/remove', { token: tokenOf(opened.body), what: 'all', sure: 'yes' });
  const late = await press({ address: 'a@example.org' });
  assert.equal(late.headers.location, '/sv/mailbox', 'what was erased keeps no address');
  assert.equal(await hasNotice(site.db, await newestTip()), false);
  assert.equal((await site.get('/sv/receipt/notice')).headers.location, '/sv/mailbox', 'a reload');
});

test('with the database away the receipt and the typed address are still there, and nothing is said to be kept', async () => {
  const away = openDatabase({ host: '/nonexistent-socket-folder', connectionTimeoutMillis: 500 }, quietLog);
  const dark = await openTestSite({ db: away.db });
  const { receipt } = await tell('en');
  const facts = { receipt, isUrgent: false, lockedAt: 'server' } as const;
  const token = sealReceiptFacts(dark.serviceKey, facts, new Date('2026-03-04T15:42:10Z'));
  const page = await dark.post('/en/receipt/notice', { token, want: 'on', address: 'ada@example.org' });
  assert.equal(page.statusCode, 503);
  assert.equal(receiptOf(page.body), receipt);
  const { notice, mailbox } = textsIn('en');
  assert.ok(page.body.includes(mailbox.away) && page.body.includes('value="ada@example.org"'));
  assert.ok(!page.body.includes(notice.nowOn));
  await away.close();
});

test('by keyboard, with script and without, an address is left below the receipt without losing it', async () => {
  const { notice } = textsIn('sv');
  for (const script of ['on', 'off'] as const) {
    const visitor = await browser.visitor({ language: 'sv', script });
    const { page } = visitor;
    await fillTipForm(visitor, url, { category: 'offline', words: { narrative: `Ett löv ${script}` } });
    await page.locator('button[value="send"]').click();
    await page.locator('.receipt').waitFor();
    const receipt = await page.locator('.receipt .code').innerText();
    await takePictures(`receipt-offer-${script}`, page);
    await page.locator('.by-mail summary').press('Enter');
    await takePictures(`receipt-offer-open-${script}`, page);
    await page.getByRole('textbox', { name: notice.label }).fill('nobody');
    await page.keyboard.press('Enter');
    await page.locator('.summary').waitFor();
    assert.deepEqual(await browser.findBarriers(`wrong, script ${script}`, page), []);
    await takePictures(`receipt-wrong-${script}`, page);
    await page.getByRole('textbox', { name: notice.label }).fill('elsa@example.org');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: notice.nowOn }).waitFor();
    assert.equal(await page.locator('.receipt .code').innerText(), receipt);
    assert.deepEqual(await browser.findBarriers(`on, script ${script}`, page), []);
    await takePictures(`receipt-on-${script}`, page);
    assert.equal(await hasNotice(site.db, await newestTip()), true);
    assert.deepEqual(await page.context().cookies(), []);
    await page.context().close();
  }
  assert.deepEqual(browser.strayRequests(), []);
});
