import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { formatReceipt, readReceipt, receiptFromSeed } from '../../lib/receipt/door.ts';
import { seal } from '../../lib/seal/door.ts';
import { quietLog } from '../../test/fresh-database.ts';
import { measureReceiptTiming } from '../../test/receipt-timing.ts';
import { openDatabase, transact } from '../platform/db.ts';
import { MAILBOX_STATUSES } from '../terms/events.ts';
import { staffIdSchema, tipIdSchema, type TipId } from '../terms/ids.ts';
import { textsIn } from '../site/texts.ts';
import { askTipster, openTip, postStatus, readMailbox, readTip, type MailboxEntry } from './door.ts';
import { openTestSite, receiptOf, stateOf, tokenOf, type TestSite } from './site-for-tests.ts';

const site = await openTestSite();
const now = new Date('2026-03-04T16:10:00Z');

/** A tip sent through the form: its receipt and id. */
async function sendTip(narrative: string) {
  const reply = await site.sendTip('/sv/tip/other', { narrative });
  const found = await site.pool.query<{ id: string }>('select id from tip order by ctid desc limit 1');
  return { receipt: receiptOf(reply.body), tipId: tipIdSchema.parse(found.rows[0]?.id) };
}

/** A mailbox as an analyst has it. */
async function readAtDesk(tipId: TipId) {
  const { deskIdentities } = site;
  const { tipIdentity } = openTip(await readTip(site.db, tipId), deskIdentities);
  return (await readMailbox(site.db, tipId, { tipIdentity, deskIdentities })).map(saidIn);
}

const saidIn = (entry: MailboxEntry) => {
  if (entry.kind === 'status') return entry.status;
  return entry.kind === 'closed' ? entry.kind : entry.text;
};

const open = (receipt: string, where: TestSite = site) => where.post('/sv/mailbox', { receipt });

test('the mailbox opens with the receipt, however it is typed, and sets no cookie', async () => {
  const { receipt } = await sendTip('Hej');
  for (const typed of [
    receipt,
    receipt.toLowerCase(),
    receipt.replaceAll(' ', '-'),
    ` ${receipt.replaceAll('0', 'o')}\n`,
  ]) {
    const reply = await open(typed);
    assert.equal(reply.statusCode, 200);
    assert.ok(reply.body.includes('Vi har fått ditt tips.') && reply.body.includes('4 mars 2026'));
    assert.equal(reply.headers['set-cookie'], undefined);
    assert.equal(reply.headers['cache-control'], 'no-store');
    assert.ok(!reply.body.includes(receipt), 'the receipt is not shown again');
  }
});

test('a question is read and answered, once, and both sides see the same', async () => {
  const { receipt, tipId } = await sendTip('Hej');
  const staffId = staffIdSchema.parse(randomUUID());
  await transact(site.db, (tx) => askTipster(tx, { tipId, text: 'Vilket <datum>?', staffId, now }));
  const page = await open(receipt);
  assert.ok(page.body.includes('Vilket &lt;datum>?'));
  const answer = { token: tokenOf(page.body), text: 'Den 3:e & 4:e.\nSent.' };
  for (let i = 0; i < 3; i += 1) {
    const reply = await site.post('/sv/mailbox/message', answer);
    assert.equal(reply.statusCode, 200);
    assert.ok(reply.body.includes('Ditt meddelande är mottaget') && reply.body.includes('Den 3:e &amp; 4:e.\nSent.'));
  }
  assert.deepEqual(await readAtDesk(tipId), ['received', 'Vilket <datum>?', 'Den 3:e & 4:e.\nSent.']);
  const more = await site.post('/sv/mailbox/message', {
    token: tokenOf((await open(receipt)).body),
    text: answer.text,
  });
  assert.equal(more.statusCode, 200);
  assert.equal((await readAtDesk(tipId)).length, 4, 'the same words from a new page are a new message');
});

test('every status has its words in both languages', async () => {
  const { receipt, tipId } = await sendTip('Hej');
  await transact(site.db, async (tx) => {
    for (const status of MAILBOX_STATUSES) await postStatus(tx, tipId, status, now);
  });
  for (const language of ['sv', 'en'] as const) {
    const { body } = await site.post(`/${language}/mailbox`, { receipt });
    const { statuses } = textsIn(language);
    for (const status of MAILBOX_STATUSES) assert.ok(body.includes(`<h3>${statuses[status].title}</h3>`), status);
  }
});

test('a receipt with a slip is caught at once, kept in the field, and says what to look for', async () => {
  const { receipt } = await sendTip('Hej');
  const last = receipt.endsWith('A') ? 'B' : 'A';
  const cases: [string, RegExp][] = [
    [receipt.slice(0, -1) + last, /Något tecken är fel/],
    [receipt.slice(0, -1), /du skrev 27/],
    [`${receipt.slice(0, -1)}Å`, /Tecknet ”Å”/],
    ['', /Skriv ditt kvitto/],
    ['x'.repeat(10_000), /du skrev 10\s000/],
    ['\0\0', /Skriv ditt kvitto/],
  ];
  for (const [typed, words] of cases) {
    const reply = await open(typed);
    assert.equal(reply.statusCode, 422);
    assert.match(reply.body, words);
    assert.match(reply.body, /href="#receipt"/);
    if (typed.length > 0 && typed.length < 100 && !typed.includes('\0'))
      assert.ok(reply.body.includes(`>${typed}</textarea>`));
  }
});

test('an unknown receipt gets the same status, headers and length as one that opens a mailbox, and tells nothing', async () => {
  const unknown = '0'.repeat(28);
  assert.ok(readReceipt(unknown).ok);
  const reply = await open(unknown);
  const known = await open((await sendTip('Hej')).receipt);
  assert.equal(reply.statusCode, known.statusCode);
  const names = (headers: object) => Object.keys(headers).sort();
  assert.deepEqual(names(reply.headers), names(known.headers));
  assert.equal(reply.headers['content-length'], known.headers['content-length'], 'nor does its length');
  assert.match(reply.body, /Det finns ingen brevlåda för det kvittot/);
});

test('the time of an answer does not tell right receipts from wrong ones', async () => {
  const { receipt } = await sendTip('Hej');
  const timing = await measureReceiptTiming({
    open: (typed) => open(typed),
    right: [receipt],
    wrong: () => formatReceipt(receiptFromSeed(randomBytes(16))),
    tries: 240,
    atOnce: 20,
  });
  assert.ok(Math.min(timing.right.medianMs, timing.wrong.medianMs) >= 39, 'no answer leaves before the tick');
  assert.ok(Math.abs(timing.z) < 4, JSON.stringify(timing));
});

test('a tip is taken before the last of many invented receipts is answered', async () => {
  let answered = 0;
  const tried = Array.from({ length: 60 }, async () => {
    await open(formatReceipt(receiptFromSeed(randomBytes(16))));
    answered += 1;
  });
  const tip = await site.sendTip('/sv/tip/other', { narrative: 'Ett löv i kön' });
  assert.equal(tip.statusCode, 200);
  assert.ok(answered < 50, `${answered} were answered before it`);
  await Promise.all(tried);
  assert.equal(answered, 60, 'nobody is refused');
});

test('a message sealed in the browser is taken closed, once, and of one whose box is missing or too large nothing is taken', async () => {
  const { receipt, tipId } = await sendTip('Hej');
  const page = await open(receipt);
  assert.ok(page.body.includes(Buffer.from(site.deskRecipient.recipient.bytes).toString('base64')));
  const sealed = (text: string, bytes = 1_024) =>
    seal(Buffer.from(JSON.stringify({ text }).padEnd(bytes)), [site.deskRecipient.recipient]).toString('base64');
  const post = (fields: Record<string, string>, token = tokenOf(page.body)) =>
    site.post('/sv/mailbox/message', { token, sealing: 'browser', text: '*', ...fields });
  const { messageLocks, safety, mailbox } = textsIn('sv');
  for (const sealedText of ['', 'AAAA', sealed('x', 40_000)]) {
    const reply = await post({ sealedText });
    assert.equal(reply.statusCode, 422);
    assert.ok(reply.body.includes(mailbox.notReceived) && reply.body.includes('>*</textarea>'));
  }
  const tooLong = await post({ text: '*'.repeat(5_036), sealedText: sealed('x') });
  assert.match(tooLong.body, /5\s036/);
  const sealedText = sealed('Den 3:e.');
  for (const reply of [await post({ sealedText }), await post({ sealedText })]) {
    assert.equal(reply.statusCode, 200);
    assert.ok(reply.body.includes(messageLocks.closed) && reply.body.includes(safety.done.browser));
  }
  site.answerDeskKey(() => Promise.reject(new Error('away')));
  const away = await site.post('/sv/mailbox', { receipt });
  assert.doesNotMatch(away.body, /data-recipient/);
  const next = await post({ sealedText: sealed('Fler ord.') });
  assert.equal(next.statusCode, 200, 'the key that the page offered is still the desk’s');
  const more = await post({ sealedText: sealed('Sist.') }, tokenOf(next.body));
  assert.equal(more.statusCode, 200, 'the browser goes on with the key that it has');
  site.answerDeskKey(() => Promise.resolve(site.deskRecipient));
  assert.deepEqual(await readAtDesk(tipId), ['received', 'Den 3:e.', 'Fler ord.', 'Sist.']);
});

test('a mailbox token that has run out asks for the receipt and keeps the message', async () => {
  const { receipt, tipId } = await sendTip('Hej');
  const token = tokenOf((await open(receipt)).body);
  site.pass(31 * 60_000);
  const late = await site.post('/sv/mailbox/message', { token, text: 'Ett långt <svar>' });
  assert.equal(late.statusCode, 422);
  assert.ok(late.body.includes('efter en halvtimme') && late.body.includes('Ett långt &lt;svar>'));
  const again = await site.post('/sv/mailbox', { receipt, text: 'Ett långt <svar>' });
  assert.ok(again.body.includes('>Ett långt &lt;svar></textarea>'));
  const sent = await site.post('/sv/mailbox/message', { token: tokenOf(again.body), text: 'Ett långt <svar>' });
  assert.equal(sent.statusCode, 200);
  assert.equal((await readAtDesk(tipId)).length, 2);
});

test("a form's token does not open a mailbox", async () => {
  const token = stateOf((await site.get('/sv/tip/other')).body);
  const reply = await site.post('/sv/mailbox/message', { token, text: 'Hej' });
  assert.equal(reply.statusCode, 422);
  assert.match(reply.body, /efter en halvtimme/);
});

test('an empty or too long message is named and kept', async () => {
  const { receipt } = await sendTip('Hej');
  const token = tokenOf((await open(receipt)).body);
  const empty = await site.post('/sv/mailbox/message', { token, text: ' \r\n ' });
  assert.equal(empty.statusCode, 422);
  assert.match(empty.body, /href="#text">Skriv ditt meddelande/);
  const long = await site.post('/sv/mailbox/message', { token, text: 'ö'.repeat(5_001) });
  assert.equal(long.statusCode, 422);
  assert.ok(long.body.includes('ö'.repeat(5_001)));
});

test('an erased tip shows its statuses and no form', async () => {
  const { receipt, tipId } = await sendTip('Hej');
  await site.pool.query(
    'update tip set sealed_key_desk = null, sealed_key_mailbox = null, erased_at = now() where id = $1',
    [tipId],
  );
  const reply = await open(receipt);
  assert.ok(
    reply.body.includes('är raderat') && reply.body.includes('Mottaget') && !reply.body.includes('name="text"'),
  );
});

test('the sender removes their contact details, and then everything, each on the record', async () => {
  const sent = await site.sendTip('/sv/tip/other', { narrative: 'Ett löv', email: 'a@example.org' });
  const receipt = receiptOf(sent.body);
  const found = await site.pool.query<{ id: string }>('select id from tip order by ctid desc limit 1');
  const tipId = tipIdSchema.parse(found.rows[0]?.id);
  const first = await open(receipt);
  assert.ok(first.body.includes('Ta bort mina kontaktuppgifter'));
  const removed = await site.post('/sv/mailbox/remove', { token: tokenOf(first.body), what: 'contact' });
  assert.ok(removed.body.includes('kontaktuppgifter är borttagna') && !removed.body.includes('Ta bort mina kontakt'));
  const tip = await readTip(site.db, tipId);
  assert.equal(tip.hasContact, false);
  const opened = openTip(tip, site.deskIdentities);
  assert.deepEqual([opened.contact, opened.report.narrative], [undefined, 'Ett löv']);

  const unsure = await site.post('/sv/mailbox/remove', { token: tokenOf(removed.body), what: 'all' });
  assert.equal(unsure.statusCode, 422);
  assert.ok(unsure.body.includes('href="#sure"'));
  const all = { token: tokenOf(unsure.body), what: 'all', sure: 'yes' };
  for (let i = 0; i < 2; i += 1) {
    const gone = await site.post('/sv/mailbox/remove', all);
    assert.equal(gone.statusCode, 200);
    assert.ok(gone.body.includes('är borttaget') && !gone.body.includes('name="text"'));
  }
  const erased = await readTip(site.db, tipId);
  assert.ok(erased.erasedAt !== undefined);
  assert.throws(() => openTip(erased, site.deskIdentities), { code: 'erased' });
  const acts = await site.pool.query<{ action: string }>(
    "select action from ledger_act where subject = $1 and action <> 'tip.received' order by action",
    [`tip:${tipId}`],
  );
  assert.deepEqual(
    acts.rows.map(({ action }) => action),
    ['contact.removed', 'tip.erased'],
  );
  assert.ok((await open(receipt)).body.includes('Mottaget'), 'the mailbox still says where it stands');
});

test('closing leads to the start page and asks the browser to forget', async () => {
  const reply = await site.post('/en/mailbox/close', {});
  assert.equal(reply.statusCode, 303);
  assert.equal(reply.headers.location, '/en');
  assert.equal(reply.headers['clear-site-data'], '"cache"');
  assert.equal((await site.get('/en/mailbox/message')).headers.location, '/en/mailbox');
});

test('with the database away, the receipt and the message are kept and nothing is said to be received', async () => {
  const away = openDatabase({ host: '/nonexistent-socket-folder', connectionTimeoutMillis: 500 }, quietLog);
  const dark = await openTestSite({ db: away.db });
  const opened = await open('0'.repeat(28), dark);
  assert.equal(opened.statusCode, 503);
  assert.ok(opened.body.includes('0'.repeat(28)) && opened.body.includes('Ditt tips är kvar'));
  const payload = Buffer.alloc(48, 1);
  const token = dark.serviceKey.issueToken('mailbox', payload, new Date('2026-03-04T16:00:00Z'));
  const written = await dark.post('/sv/mailbox/message', { token, text: 'Mitt svar' });
  assert.equal(written.statusCode, 503);
  assert.ok(written.body.includes('Mitt svar') && written.body.includes('har inte tagit emot ditt meddelande'));
  const next = dark.serviceKey.readToken('mailbox', tokenOf(written.body), new Date('2026-03-04T15:42:10Z'));
  assert.deepEqual(next?.subarray(0, payload.length), payload, 'sent again, it is the same message');
  await away.close();
});
